import {isObject, items, type Json, text} from '../../../model/json.ts';
import {OperatorError} from '../../../model/operator-error.ts';
import type {ServedKind} from '../../../model/ports.ts';
import {groupVersion, type KindKey, kindKeyOf} from '../../../model/resource.ts';
import type {Subject} from '../rest/call.ts';
import type {Client} from '../rest/client.ts';
import {notKubernetes} from '../rest/failure.ts';

export type Kinds = ReadonlyMap<KindKey, readonly ServedKind[]>;

const subject: Subject = {what: 'the kinds that it serves', kind: 'API discovery', isSecret: false, isNamespace: false};
const aggregated = ['v2', 'v2beta1']
	.map(version => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
	.join(',');

const answerKinds = new Set(['APIGroupDiscoveryList', 'APIVersions', 'APIGroupList']);

/** What the cluster serves, by two requests where it can tell all at once, else by one a group and version. */
export async function discover(client: Client, signal: AbortSignal): Promise<Kinds> {
	const answers = await Promise.all(['/api', '/apis'].map(path => ask(client, path, signal)));
	const lists = await Promise.all(
		answers.map(answer =>
			text(answer, 'kind') === 'APIGroupDiscoveryList' ? servedIn(answer) : askEach(client, answer, signal),
		),
	);
	return byKind(lists.flat());
}

/** Of an `APIGroupDiscoveryList`. What a stale group last was known to serve counts. */
export function servedIn(list: Json): readonly ServedKind[] {
	return items(list, 'items').flatMap(group =>
		items(group, 'versions').flatMap(version =>
			items(version, 'resources').flatMap(resource =>
				servedKind({
					group: text(group, 'metadata', 'name'),
					version: text(version, 'version'),
					kind: text(resource, 'responseKind', 'kind'),
					plural: text(resource, 'resource'),
					isNamespaced: text(resource, 'scope') === 'Namespaced',
					verbs: items(resource, 'verbs'),
				}),
			),
		),
	);
}

/** Of an `APIResourceList`. */
export function servedInVersion(list: Json): readonly ServedKind[] {
	const own = groupVersion(text(list, 'groupVersion'));
	return items(list, 'resources').flatMap(resource =>
		servedKind({
			...own,
			kind: text(resource, 'kind'),
			plural: text(resource, 'name'),
			isNamespaced: isObject(resource) && resource.namespaced === true,
			verbs: items(resource, 'verbs'),
		}),
	);
}

/** Subresources (`deployments/scale`) are no kinds of their own. */
function servedKind({
	verbs,
	...kind
}: Omit<ServedKind, 'isListable'> & {readonly verbs: readonly Json[]}): readonly ServedKind[] {
	const isListable = verbs.includes('list') && verbs.includes('watch');
	return kind.kind === '' || kind.plural === '' || kind.plural.includes('/') ? [] : [{...kind, isListable}];
}

/** The versions of a kind stay in the server's order: the preferred one is first. */
function byKind(served: readonly ServedKind[]): Kinds {
	const kinds = new Map<KindKey, ServedKind[]>();
	for (const kind of served) {
		const versions = kinds.get(kindKeyOf(kind)) ?? [];
		if (!versions.some(({version}) => version === kind.version)) {
			kinds.set(kindKeyOf(kind), [...versions, kind]);
		}
	}

	return kinds;
}

async function askEach(client: Client, answer: Json, signal: AbortSignal): Promise<readonly ServedKind[]> {
	const lists = await Promise.all(pathsIn(answer).map(path => askVersion(client, path, signal)));
	return lists.flat();
}

/** Of the plain answers: `APIVersions` for the core, `APIGroupList` for the rest, the preferred version first. */
function pathsIn(answer: Json): readonly string[] {
	const core = items(answer, 'versions').map(version => `/api/${text({version}, 'version')}`);
	const groups = items(answer, 'groups').flatMap(group => {
		const all = items(group, 'versions').map(version => text(version, 'groupVersion'));
		const preferred = text(group, 'preferredVersion', 'groupVersion');
		return [...new Set([...all.filter(version => version === preferred), ...all])].map(version => `/apis/${version}`);
	});
	return [...core, ...groups];
}

async function ask(client: Client, path: string, signal: AbortSignal): Promise<Json> {
	const accept = `${aggregated},application/json`;
	const call = {verb: 'discovery', path, subject, accept} as const;
	const {body, status, headers} = await client.send(call, signal);
	if (!answerKinds.has(text(body, 'kind'))) {
		throw notKubernetes({...call, place: client.place}, {status, headers});
	}

	return body;
}

/** A broken group must not hide the others: its server may be down for long. A lost connection hides them all. */
async function askVersion(client: Client, path: string, signal: AbortSignal): Promise<readonly ServedKind[]> {
	try {
		const {body} = await client.send({verb: 'discovery', path, subject}, signal);
		return servedInVersion(body);
	} catch (error) {
		signal.throwIfAborted();
		if (error instanceof OperatorError && error.cause === undefined) {
			return [];
		}

		throw error;
	}
}
