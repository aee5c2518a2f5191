import type {Source, Tool} from './application.ts';

/** A file of another source of the application: `$values/env/prod.yaml`. */
export type FileReference = {
	/** The `ref` of that source. */
	readonly ref: string;
	/** From the top of what that source names. */
	readonly path: string;
};

/** What a path of values says where it begins as a reference does. */
export function parseReference(path: string): FileReference | undefined {
	const [, ref, rest = ''] = /^\$([^/]*)(?:\/(.*))?$/s.exec(path) ?? [];
	return ref === undefined ? undefined : {ref, path: rest};
}

/** The paths of values that may be references, each with its field below the source. */
export function referringPaths(tool: Tool): readonly {readonly field: string; readonly path: string}[] {
	return tool.kind === 'helm'
		? [
				...tool.valueFiles.map((path, index) => ({field: `helm.valueFiles[${index}]`, path})),
				...tool.fileParameters.map(({path}, index) => ({field: `helm.fileParameters[${index}].path`, path})),
			]
		: [];
}

/** The `ref`s of other sources whose files a source reads. */
export function refsOf({tool}: Source): ReadonlySet<string> {
	return new Set(referringPaths(tool).flatMap(({path}) => parseReference(path)?.ref ?? []));
}
