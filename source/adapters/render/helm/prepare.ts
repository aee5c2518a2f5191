import {posix} from 'node:path';
import type {HelmOptions} from '../../../model/application.ts';
import {isParameterName, isReleaseName, parameterNameRule, releaseNameRule} from '../../../model/helm-names.ts';
import type {Problem} from '../../../model/problem.ts';
import type {Capabilities} from '../../../model/sources.ts';
import type {Tree, TreeEntry} from '../../git/tree.ts';
import {printable} from '../printable.ts';
import type {Input, Preparation} from '../tools/prepared.ts';
import {argumentsOf} from './arguments.ts';
import {ChartFinder} from './chart-files.ts';
import type {FetchedCharts} from './fetched-charts.ts';
import {lookIntoPacked, remarkOnPacked} from './packed-charts.ts';
import {apartFrom, placeValues} from './place-values.ts';
import {findReferenced, type References, readAcross} from './referenced.ts';
import {checkSchemas} from './schemas.ts';
import {sourcesIn, sourcesOf} from './sources.ts';
import {templatePaths} from './template-paths.ts';
import {unrepeatableIn} from './unrepeatable.ts';
import {findFiles} from './value-files.ts';

export type HelmRequest = {
	/** The chart's, from the top of the repository; empty for the top itself. */
	readonly folder: string;
	readonly options: HelmOptions;
	/** The application's name. */
	readonly app: string;
	/** The destination's; empty for `default`. */
	readonly namespace: string;
	readonly capabilities: Capabilities;
	readonly tree: Tree;
	readonly charts: FetchedCharts;
	/** Sources that its paths of values may name. */
	readonly others: References;
};

/** Of the application's manifest. */
const field = 'spec.source.helm';

/** Finds all that a chart is rendered from. Helm never sees a cluster. */
export async function prepareHelm(request: HelmRequest, signal: AbortSignal): Promise<Preparation> {
	const {folder, options, app, tree, charts, capabilities} = request;
	const release = options.releaseName || app;
	const wrong = wrongNamesIn(release, options);
	if (wrong.length > 0) {
		return {problems: wrong.map(problem => ({scope: 'application', ...problem}))};
	}

	const finder = new ChartFinder(charts, signal);
	await finder.find(tree, folder);
	const schemas = options.skipSchemaValidation ? [] : await checkSchemas(finder.files, charts.read);
	const packed = await lookIntoPacked(finder.files, charts.read);
	const isUnchecked = !options.skipSchemaValidation && packed.withSchema.length > 0;
	const values = findValueFiles(request);
	const entries = [...values.files, ...values.fileParameters.map(({entry}) => entry)];
	const placed = await placeValues(entries, {files: finder.files, folder}, readAcross(charts.read, request.others));
	const pathOf = ({path}: TreeEntry) => placed.inputs.get(path)?.path ?? path;
	const problems = [
		...[...finder.problems, ...schemas, ...packed.problems, ...placed.problems].map<Problem>(problem => ({
			scope: 'source',
			...problem,
		})),
		...values.problems.map<Problem>(problem => ({scope: 'source', ...problem})),
	];
	if (problems.length > 0) {
		return {problems};
	}

	const apart = apartFrom(folder);
	const ownValues = posix.join(apart, 'values.yaml');
	const inputs = new Map<string, Input>();
	for (const [path, {id, size}] of finder.files) {
		inputs.set(path, {path, id, size});
	}

	for (const input of placed.inputs.values()) {
		inputs.set(input.path, input);
	}

	return {
		tools: ['helm'],
		version: options.version,
		inputs: [...inputs.values()],
		replaced: new Map(options.values === '' ? [] : [[ownValues, options.values]]),
		where: posix.join(folder, 'Chart.yaml'),
		fields: new Map([...blamedFields(options, ownValues), ['validation: dependency', finder.listedIn]]),
		arguments: () =>
			argumentsOf({
				...{options, release, folder},
				namespace: options.namespace || request.namespace,
				kubeVersion: options.kubeVersion || capabilities.kubeVersion,
				apiVersions: options.apiVersions.length > 0 ? options.apiVersions : capabilities.apiVersions,
				valueFiles: [...values.files.map(pathOf), ...(options.values === '' ? [] : [ownValues])],
				fileParameters: values.fileParameters.map(({name, entry}) => ({name, path: pathOf(entry)})),
				skipsSchemas: options.skipSchemaValidation || isUnchecked,
			}),
		attributionOf: sourcesOf(folder),
		printed: 'what it renders to',
		pathsIn: found => templatePaths(folder, found),
		async remarksOn(found, output, pace) {
			const pathOf = templatePaths(folder, found);
			const printed = new Set([...sourcesIn(output)].flatMap(source => pathOf(source) ?? []));
			const own = found.filter(({path}) => !path.startsWith(apart));
			const unrepeatable = await unrepeatableIn(own, printed, pace);
			return [...finder.remarks, ...unrepeatable, ...(isUnchecked ? remarkOnPacked(packed) : [])];
		},
	};
}

/** What Helm says of what the application has asked for, and not the repository. */
function blamedFields(
	{values, parameters, fileParameters, kubeVersion}: HelmOptions,
	ownValues: string,
): ReadonlyMap<string, string> {
	const said = [
		[`./${ownValues}`, values, 'values'],
		['failed parsing --set data', parameters, 'parameters'],
		['failed parsing --set-string data', parameters, 'parameters'],
		['failed parsing --set-file data', fileParameters, 'fileParameters'],
		['invalid kube version', kubeVersion, 'kubeVersion'],
	] as const;
	return new Map(said.flatMap(([words, set, name]) => (set.length > 0 ? [[words, `${field}.${name}`]] : [])));
}

type Wrong = Pick<Problem, 'where' | 'message'>;

/** What an application says is refused here too, whoever has read it: Helm would take it for something else. */
function wrongNamesIn(release: string, {releaseName, fileParameters}: HelmOptions): readonly Wrong[] {
	const whose = releaseName === '' ? "the application's name, which its release gets," : 'helm.releaseName';
	const advice = releaseName === '' ? ': set helm.releaseName' : '';
	const wrong = fileParameters.filter(({name}) => !isParameterName(name));
	const where = releaseName === '' ? 'metadata.name' : `${field}.releaseName`;
	const message = `${whose} "${printable(release, 100)}" ${releaseNameRule}${advice}`;
	return [
		...(isReleaseName(release) ? [] : [{where, message}]),
		...wrong.map(({name}) => ({
			where: `${field}.fileParameters`,
			message: `helm.fileParameters: the name "${printable(name, 100)}" ${parameterNameRule}`,
		})),
	];
}

type Values = {
	readonly files: readonly TreeEntry[];
	readonly fileParameters: readonly {readonly name: string; readonly entry: TreeEntry}[];
	readonly problems: readonly Wrong[];
};

function findValueFiles({options, tree, folder, others}: HelmRequest): Values {
	const problems: Wrong[] = [];
	const find = (name: string, at: string, isOptional = false): readonly TreeEntry[] => {
		const where = `${field}.${at}`;
		const found = findReferenced(name, others) ?? findFiles(name, {tree, folder});
		if ('problem' in found) {
			problems.push({where, message: found.problem});
			return [];
		}

		if (found.entries.length === 0 && !isOptional) {
			problems.push({where, message: `the value file "${printable(name, 200)}" is not there: check the path`});
		}

		return found.entries;
	};

	const files = options.valueFiles.flatMap((name, index) =>
		find(name, `valueFiles[${index}]`, options.ignoreMissingValueFiles),
	);
	const fileParameters = options.fileParameters.flatMap(({name, path}, index) =>
		find(path, `fileParameters[${index}].path`).map(entry => ({name, entry})),
	);
	return {files, fileParameters, problems};
}
