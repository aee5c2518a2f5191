import type {Application} from '../../model/application.ts';
import {UsageError} from '../../model/operator-error.ts';
import type {Configuration} from '../../model/ports.ts';
import type {Problem} from '../../model/problem.ts';
import type {ApplicationFlags} from '../../model/protocol.ts';
import {type FromFiles, readFiles} from './from-files.ts';
import {applicationFromFlags} from './from-flags.ts';

export type Given = {
	/** Files and folders, as they were typed. */
	readonly files: readonly string[];
	readonly flags?: ApplicationFlags;
	/** What relative paths are relative to. */
	readonly cwd: string;
};

/** Reads which applications there are. What a person typed wrongly is a `UsageError`; what a file says wrongly, a problem. */
export async function readConfiguration({files, flags, cwd}: Given): Promise<Configuration> {
	if (files.length === 0 && flags === undefined) {
		throw new UsageError('no applications are given: name files with -f FILE|DIR, or one application with --repo URL');
	}

	const read = await readFiles(files, cwd);
	const byFlags = flags === undefined ? [] : [applicationFromFlags(flags, cwd)];
	const applications = [...read.found.map(({application}) => application), ...byFlags];
	refuseTwins(applications);
	return {applications, problems: read.problems, problemsOf: byApplication(read)};
}

function refuseTwins(applications: readonly Application[]): void {
	const origins = new Map<string, string>();
	for (const {name, origin} of applications) {
		const first = origins.get(name);
		if (first !== undefined) {
			throw new UsageError(`two applications are called ${name}, at ${first} and at ${origin}: rename one of them`);
		}

		origins.set(name, origin);
	}
}

function byApplication({found}: FromFiles): ReadonlyMap<string, readonly Problem[]> {
	return new Map(found.map(({application, problems}) => [application.name, problems]));
}
