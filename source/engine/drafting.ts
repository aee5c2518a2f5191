import {addressOf} from '../model/application.ts';
import {OperatorError, UsageError} from '../model/operator-error.ts';
import type {Drafted} from '../model/ports.ts';
import type {Draft, Preview} from '../model/question.ts';
import type {ResourceId} from '../model/resource.ts';
import {isCommit, type Rendered} from '../model/sources.ts';
import {place} from '../plan/desired.ts';
import type {Running} from './run.ts';

type Problems = Preview['problems'];

type Looked = Pick<Preview, 'revision' | 'objects'> & {
	/** What holds a creation back, and what does not. */
	readonly holding: Problems;
	readonly remarks: Problems;
};

const nothing: Looked = {revision: '', objects: [], holding: [], remarks: []};

/** What a draft would become; nothing is written, and the cluster is asked for its kinds alone. */
export async function preview(running: Running, draft: Draft, signal: AbortSignal): Promise<Preview> {
	const drafted = running.ports.drafts.read(draft);
	const before = [...drafted.problems, ...nameProblems(running, drafted), ...clusterProblems(running, draft)];
	const isReadable = !before.some(({where}) => ['repository', 'revision', 'path'].includes(where));
	const looked = isReadable && drafted.application ? await look(running, drafted.application, signal) : nothing;
	const {revision, objects, holding, remarks} = looked;
	return {
		manifest: drafted.manifest,
		revision,
		objects,
		problems: [...before, ...holding, ...remarks],
		isValid: before.length === 0 && holding.length === 0,
	};
}

/** Writes the manifest, and takes the application up. */
export async function create(
	running: Running,
	{draft, file, by}: {readonly draft: Draft; readonly file: string; readonly by: string},
	signal: AbortSignal,
): Promise<{readonly file: string}> {
	const {
		ports: {drafts, store, clock},
		configuration,
		report,
	} = running;
	const {manifest, problems, isValid} = await preview(running, draft, signal);
	if (!isValid) {
		const told = problems.map(({where, message}) => `${where}: ${message}`).join('; ');
		throw new UsageError(`the application can't be created: ${told}`, {advice: 'Correct the fields that are named'});
	}

	const application = await drafts.create(file, manifest);
	const time = new Date(clock.now()).toISOString();
	store.audit({time, by, what: `created application ${application.name} in ${application.origin}`, digest: ''});
	report({kind: 'created', app: application.name, message: `application created in ${application.origin}, by ${by}`});
	configuration.add(application);
	return {file: application.origin.replace(/:\d+$/, '')};
}

function nameProblems({configuration}: Running, {application}: Drafted): Problems {
	const taken = configuration.applications.find(({name}) => name === application?.name);
	return taken
		? [
				{
					where: 'name',
					message: `there is an application ${taken.name} already, at ${taken.origin}: choose another name`,
				},
			]
		: [];
}

function clusterProblems({ports: {clusters}}: Running, {cluster}: Draft): Problems {
	const found = clusters.contextOf(cluster.trim());
	return 'problem' in found ? [{where: 'cluster', message: found.problem}] : [];
}

async function look(
	running: Running,
	application: NonNullable<Drafted['application']>,
	signal: AbortSignal,
): Promise<Looked> {
	const {
		catalog,
		ports: {sources},
	} = running;
	const [source] = application.sources;
	try {
		const commits = await sources.resolve(source, [source.revision], signal);
		const commit = commits.get(source.revision);
		if (!isCommit(commit)) {
			const message = commit?.message ?? `${addressOf(source.repository)} has no revision ${source.revision}`;
			return {...nothing, holding: [{where: 'revision', message}]};
		}

		const rendered = await catalog.render(application, commit.id, signal);
		const [missing, rest] = split(rendered);
		const {objects, remarks} = await placed(running, {application, rendered}, signal);
		return {revision: commit.id, objects, holding: missing, remarks: [...rest, ...remarks]};
	} catch (error) {
		if (error instanceof OperatorError) {
			return {...nothing, holding: [{where: 'repository', message: withAdvice(error)}]};
		}

		throw error;
	}
}

/** The path that is not there, and what is wrong with files, which can be mended later. */
function split({problems}: Rendered): readonly [missing: Problems, rest: Problems] {
	const missing = problems.filter(({scope}) => scope === 'source').map(({message}) => ({where: 'path', message}));
	const rest = problems.filter(({scope}) => scope !== 'source').map(({where, message}) => ({where, message}));
	return [missing, rest];
}

/** Where its objects would go; as they are written, where the cluster does not answer. */
async function placed(
	{sites, ports: {store}}: Running,
	{application, rendered}: {readonly application: NonNullable<Drafted['application']>; readonly rendered: Rendered},
	signal: AbortSignal,
): Promise<{readonly objects: readonly ResourceId[]; readonly remarks: Problems}> {
	const asWritten = rendered.manifests.map(({id}) => id);
	try {
		const site = await sites.of(application, signal);
		if ('blocked' in site) {
			return {objects: asWritten, remarks: []};
		}

		const {desired, problems} = place(rendered.manifests, application, site.kinds(), store.secretKey);
		return {
			objects: desired.map(({id}) => id),
			remarks: problems.map(({where, message}) => ({where, message})),
		};
	} catch (error) {
		if (error instanceof OperatorError) {
			return {objects: asWritten, remarks: [{where: 'cluster', message: withAdvice(error)}]};
		}

		throw error;
	}
}

function withAdvice({message, advice}: OperatorError): string {
	return advice === '' ? message : `${message}. ${advice}`;
}
