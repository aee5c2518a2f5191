import {BuildError} from '../support/go-build.ts';
import {buildPrograms} from './build.ts';

// Before the tests: what is missing is one line here, and a stack trace in the test runner.
try {
	await buildPrograms(line => process.stderr.write(`${line}\n`));
} catch (error) {
	if (!(error instanceof BuildError)) {
		throw error;
	}

	process.stderr.write(`${error.message}\n`);
	process.exitCode = 1;
}
