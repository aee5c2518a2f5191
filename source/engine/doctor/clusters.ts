import type {Application} from '../../model/application.ts';
import {count} from '../../model/count.ts';
import type {Finding} from '../../model/diagnosis.ts';
import type {Clusters, ServedKind} from '../../model/ports.ts';
import {type KindKey, kindKeyOf} from '../../model/resource.ts';
import type {Right} from '../../model/right.ts';
import {describeLack, rightTo} from '../lack-words.ts';
import {messageOf, type Renders} from './repositories.ts';
import {type Patience, within} from './within.ts';

type Kinds = ReadonlyMap<KindKey, readonly ServedKind[]>;

export type Asked = {
	readonly applications: readonly Application[];
	/** What they declare, once it is known. */
	readonly renders: Promise<Renders>;
	readonly patience: Patience;
};

/** The contexts: those to which something goes, and the chosen one, are asked; of the others it is said that they are there. */
export async function reachClusters(clusters: Clusters, asked: Asked): Promise<readonly Finding[]> {
	const {context: chosen, server, contexts} = clusters.overview();
	const targets = asked.applications.map(application => ({
		application,
		found: clusters.contextOf(application.destination.cluster),
	}));
	const usersOf = (context: string) =>
		targets.flatMap(({application, found}) => ('context' in found && found.context === context ? [application] : []));
	const findings = await Promise.all(
		contexts.map(context => {
			const users = usersOf(context);
			const path = context === chosen ? server : '';
			const isAsked = users.length > 0 || context === chosen;
			return isAsked ? reach(clusters, {context, users, path}, asked) : notAsked(context);
		}),
	);
	const lost = targets.flatMap(({application, found}) =>
		'problem' in found ? [nowhere(application, found.problem)] : [],
	);
	return [overview(chosen, contexts.length), ...findings, ...lost];
}

const area = 'cluster';
const nothing = {version: '', path: '', neededBy: [], tookMs: 0};

function overview(chosen: string, amount: number): Finding {
	const message = `${count(amount, 'context')}; ${chosen === '' ? 'none is chosen' : `${chosen} is chosen`}`;
	return {...nothing, area, name: 'kubeconfig', state: amount === 0 ? 'missing' : 'ok', message};
}

/** Who asks may have to log in: that is not done for what nobody needs. */
function notAsked(context: string): Finding {
	return {...nothing, area, name: `context ${context}`, state: 'unneeded', message: 'not asked: nothing goes there'};
}

function nowhere({name, destination: {cluster}}: Application, problem: string): Finding {
	return {
		...nothing,
		area,
		name: `cluster ${cluster || 'in-cluster'}`,
		state: 'missing',
		message: problem,
		neededBy: [name],
	};
}

type Target = {readonly context: string; readonly users: readonly Application[]; readonly path: string};

async function reach(clusters: Clusters, {context, users, path}: Target, {renders, patience}: Asked): Promise<Finding> {
	const {clock} = patience;
	const started = clock.ticks();
	const about = {area, name: `context ${context}`, path, neededBy: users.map(({name}) => name)} as const;
	try {
		const cluster = clusters.open(context);
		const [version, user, kinds] = await within(patience, signal =>
			Promise.all([cluster.version(signal), cluster.user(signal), cluster.kinds(signal)]),
		);
		const tookMs = clock.ticks() - started;
		const rights = rightsFor(users, await renders, kinds);
		const lacking = await within(patience, signal => cluster.lacks(rights, signal));
		const state = lacking.length === 0 ? 'ok' : 'missing';
		return {...about, state, version, tookMs, message: mayText({user, users, lacking})};
	} catch (error) {
		return {...about, state: 'missing', version: '', tookMs: clock.ticks() - started, message: messageOf(error)};
	}
}

type Known = {readonly user: string; readonly users: readonly Application[]; readonly lacking: readonly Right[]};

function mayText({user, users, lacking}: Known): string {
	const who = user === '' ? 'as a user that it does not name' : `as ${user}`;
	const [first, ...others] = Map.groupBy(
		lacking,
		({group, plural, namespace}) => `${group} ${plural} ${namespace}`,
	).values();
	if (first !== undefined) {
		const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
		return `${who}; ${describeLack(first, {user, meaning: 'what needs that is not done'})}${more}`;
	}

	return users.length === 0 ? who : `${who}, who may do what is needed for ${count(users.length, 'application')}`;
}

/** What it takes to sync what these declare. */
function rightsFor(users: readonly Application[], renders: Renders, kinds: Kinds): readonly Right[] {
	const rights = users.flatMap(({name, destination, policy}) =>
		(renders.get(name)?.manifests ?? []).flatMap(({id}) => {
			const kind = kinds.get(kindKeyOf(id))?.[0];
			const verbs = ['list', 'watch', 'create', 'patch', ...(policy.prune ? (['delete'] as const) : [])] as const;
			const namespace = kind?.isNamespaced ? id.namespace || destination.namespace || 'default' : '';
			return kind ? verbs.map(verb => rightTo(verb, kind, {namespace})) : [];
		}),
	);
	return [...new Map(rights.map(right => [JSON.stringify(right), right])).values()];
}
