import type {ServedKind} from '../model/ports.ts';
import type {ResourceId} from '../model/resource.ts';
import type {Right} from '../model/right.ts';

/** A right to an object, or to all of its kind in that place where it has no name. */
export function rightTo(
	verb: Right['verb'],
	{group, plural}: Pick<ServedKind, 'group' | 'plural'>,
	{namespace, name = ''}: Pick<ResourceId, 'namespace'> & {readonly name?: string},
): Right {
	const isNamespace = group === '' && plural === 'namespaces';
	// The API server looks for rights to a namespace within it, but for the right to make it.
	return {verb, group, plural, namespace: isNamespace && verb !== 'create' ? name : namespace, name};
}

/** In the order in which rules are written. */
const order = ['get', 'list', 'watch', 'create', 'patch', 'delete'] as const;

/** What each of these is of no use without: who is given one is not sent for the next one. */
const companions: Readonly<Record<Right['verb'], readonly Right['verb'][]>> = {
	get: ['list', 'watch'],
	list: ['get', 'watch'],
	watch: ['get', 'list'],
	create: ['get', 'patch'],
	patch: ['get', 'create'],
	delete: [],
};

/**
 * `eve may not patch deployments.apps in namespace shop: it stays as it is. A Role in shop with {...} would allow it`.
 * The rights are to the same verbs, of one kind or of several, in one place.
 */
export function describeLack(
	lacking: readonly Right[],
	{user, meaning}: {readonly user: string; readonly meaning: string},
): string {
	const [first] = lacking;
	if (first === undefined) {
		return meaning;
	}

	const namespace = first.plural === 'namespaces' ? '' : first.namespace;
	const verbs = listed([...new Set(lacking.map(({verb}) => verb))]);
	const kinds = listed([...new Set(lacking.map(({group, plural}) => (group === '' ? plural : `${plural}.${group}`)))]);
	const where = namespace === '' ? '' : ` in namespace ${namespace}`;
	const role = namespace === '' ? 'A ClusterRole' : `A Role in ${namespace}`;
	const who = user === '' ? 'the user of this context' : user;
	return `${who} may not ${verbs} ${kinds}${where}: ${meaning}. ${role} would allow it: ${rulesFor(lacking).join(', ')}`;
}

/** A rule for each API group. */
function rulesFor(lacking: readonly Right[]): readonly string[] {
	return [...Map.groupBy(lacking, ({group}) => group)].map(([group, rights]) => {
		const resources = JSON.stringify([...new Set(rights.map(({plural}) => plural))]);
		const verbs = JSON.stringify(withCompanions(rights));
		return `{apiGroups: [${JSON.stringify(group)}], resources: ${resources}, verbs: ${verbs}}`;
	});
}

function withCompanions(rights: readonly Right[]): readonly Right['verb'][] {
	const verbs = new Set(rights.map(({verb}) => verb));
	// Of a part like the output of a pod there is nothing to list.
	const isWhole = rights.every(({plural}) => !plural.includes('/'));
	const needed = isWhole ? [...verbs].flatMap(verb => companions[verb]) : [];
	return order.filter(verb => verbs.has(verb) || needed.includes(verb));
}

/** `a, b and c`. */
function listed(words: readonly string[]): string {
	return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
