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

/**
 * `eve may not patch deployments.apps in namespace shop: it stays as it is. A Role there with {...} would allow it`.
 * The rights are to one kind in one place.
 */
export function describeLack(
	lacking: readonly Right[],
	{user, meaning}: {readonly user: string; readonly meaning: string},
): string {
	const [first] = lacking;
	if (first === undefined) {
		return meaning;
	}

	const {group, plural} = first;
	const namespace = plural === 'namespaces' ? '' : first.namespace;
	const verbs = [...new Set(lacking.map(({verb}) => verb))];
	const what = group === '' ? plural : `${plural}.${group}`;
	const where = namespace === '' ? '' : ` in namespace ${namespace}`;
	const rule = `apiGroups: [${JSON.stringify(group)}], resources: [${JSON.stringify(plural)}], verbs: ${JSON.stringify(verbs)}`;
	const role = namespace === '' ? 'A ClusterRole' : `A Role in ${namespace}`;
	const who = user === '' ? 'the user of this context' : user;
	return `${who} may not ${verbs.join(' and ')} ${what}${where}: ${meaning}. ${role} would allow it: {${rule}}`;
}
