import type {HelmOptions} from '../../../model/application.ts';

export type HelmCall = {
	readonly options: HelmOptions;
	readonly release: string;
	/** The chart's, from the top of the workspace. */
	readonly folder: string;
	/** Empty for `default`. */
	readonly namespace: string;
	readonly kubeVersion: string;
	readonly apiVersions: readonly string[];
	/** From the top of the workspace, in order. */
	readonly valueFiles: readonly string[];
	readonly fileParameters: readonly {readonly name: string; readonly path: string}[];
	readonly skipsSchemas: boolean;
};

/** What Helm is run with: nothing that an application or a repository has chosen is taken for an option or another file. */
export function argumentsOf(call: HelmCall): readonly string[] {
	const {options, release, folder, namespace, kubeVersion, apiVersions} = call;
	return [
		'template',
		...call.valueFiles.map(path => `--values=${quoteForList(`./${path}`)}`),
		`--namespace=${namespace || 'default'}`,
		...(kubeVersion === '' ? [] : [`--kube-version=${kubeVersion}`]),
		...apiVersions.map(version => `--api-versions=${quoteForList(version)}`),
		...(options.skipCrds ? [] : ['--include-crds']),
		...(options.skipTests ? ['--skip-tests'] : []),
		...(call.skipsSchemas ? ['--skip-schema-validation'] : []),
		...options.parameters.map(
			({name, value, forceString}) => `--${forceString ? 'set-string' : 'set'}=${name}=${escapeCommas(value)}`,
		),
		...call.fileParameters.map(({name, path}) => `--set-file=${name}=${escapePath(`./${path}`)}`),
		'--',
		release,
		`./${folder}`,
	];
}

/** Helm reads these options as a line of CSV. */
function quoteForList(value: string): string {
	return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** As Argo CD does: a comma would begin the next parameter, unless it stands in a list. */
function escapeCommas(value: string): string {
	return value.startsWith('{') && value.endsWith('}') ? value : value.replaceAll(/(?<!\\),/g, '\\,');
}

/** A comma would begin the next parameter, with a file of its own. */
function escapePath(path: string): string {
	return path.replaceAll(/[\\,]/g, '\\$&');
}
