import {BuildError} from '../support/go-build.ts';
import {buildTools} from './toolbox.ts';

/** `node test/tools/main.ts`: builds the tools that rendering tests run, once a machine, and prints where and what they are. */

const asking = new AbortController();
process.on('SIGINT', () => asking.abort()).on('SIGTERM', () => asking.abort());
try {
	const {folder, versions} = await buildTools(line => process.stderr.write(`${line}\n`), asking.signal);
	process.stdout.write(`${folder}\n${versions.map(version => `\t${version}\n`).join('')}`);
} catch (error) {
	if (!(asking.signal.aborted || error instanceof BuildError)) {
		throw error;
	}

	process.stderr.write(asking.signal.aborted ? '' : `${error instanceof Error ? error.message : error}\n`);
	process.exitCode = 1;
}
