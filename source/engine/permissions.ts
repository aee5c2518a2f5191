import type {Change} from '../model/change.ts';
import {ForbiddenError} from '../model/operator-error.ts';
import type {ServedKind} from '../model/ports.ts';
import type {Problem} from '../model/problem.ts';
import {describe, kindKeyOf, type ResourceId, whereOf} from '../model/resource.ts';
import type {Right} from '../model/right.ts';
import {hashOf} from '../plan/canonical.ts';
import type {Desired} from '../plan/desired.ts';
import type {Comparing} from './comparer.ts';
import type {Compared} from './examine.ts';
import {rightTo} from './lack-words.ts';
import {definedBy, isDefinition} from './new-kinds.ts';
import type {Site} from './sites.ts';

type Object = Pick<Desired, 'id' | 'kind'>;

/** What a change needs; a server-side apply that makes an object needs both. */
export function rightsFor(op: Change['op'], {id, kind}: Object): readonly Right[] {
	const verbs = {
		create: ['patch', 'create'],
		update: ['patch'],
		replace: ['delete', 'patch', 'create'],
		delete: ['delete'],
	} as const;
	return verbs[op].map(verb => rightTo(verb, kind, id));
}

/** Those that this user lacks, whether they are given for all objects or for this one. */
export async function lackingFor(
	op: Change['op'],
	{kind, id}: Object,
	{rights}: Pick<Site, 'rights'>,
	signal: AbortSignal,
): Promise<readonly Right[]> {
	const named = rightsFor(op, {kind, id});
	const unnamed = named.map(right => ({...right, name: ''}));
	const lacking = await rights.lacking(unnamed, signal);
	return lacking.length === 0 ? rights.refusedOf(named) : rights.lacking(named, signal);
}

/** Refuses what this user may not ask for, before it is asked. */
export async function demand(
	{rights}: Pick<Site, 'rights'>,
	wanted: readonly Right[],
	meaning: string,
	signal: AbortSignal,
): Promise<void> {
	const lacking = await rights.lacking(wanted, signal);
	if (lacking.length > 0) {
		throw new ForbiddenError(await rights.explain(lacking, meaning, signal));
	}
}

/** The right to read one object, where this user lacks it. */
export async function lackingToRead(
	{rights}: Pick<Site, 'rights'>,
	kind: ServedKind,
	id: ResourceId,
	signal: AbortSignal,
): Promise<readonly Right[]> {
	const unnamed = await rights.has({...rightTo('get', kind, id), name: ''}, signal);
	return unnamed ? [] : rights.lacking([rightTo('get', kind, id)], signal);
}

/** What this user would need to see the object: in a list of its kind, and by itself where it does not bear our label. */
export async function lackingToSee(
	desired: Desired,
	{site, pending}: Pick<Comparing, 'site' | 'pending'>,
	signal: AbortSignal,
): Promise<readonly Right[]> {
	const {kind, id, key, isKindNew} = desired;
	if (isKindNew) {
		return [];
	}

	const list = site.live.lacking(kind, id.namespace);
	if (list) {
		return list;
	}

	const isKnown = site.live.find(key)?.id.version === id.version || pending?.has(key);
	return isKnown ? [] : lackingToRead(site, kind, id, signal);
}

/** An object that this user may not read: nothing is known of it, so nothing is done to it. */
export async function whyUnseen(
	{id, origin}: Desired,
	lacking: readonly Right[],
	{rights}: Site,
	signal: AbortSignal,
): Promise<{readonly unseen: string; readonly problem: Problem}> {
	const unseen = await rights.explain(lacking, 'it is neither compared nor changed nor deleted', signal);
	const where = whereOf(origin);
	return {unseen, problem: {scope: 'permission', where, message: `${describe(id)}: ${unseen}`}};
}

/** The changes that this user may not make, with the reason; and those that need one of them first. */
export async function forbid(all: readonly Compared[], site: Site, signal: AbortSignal): Promise<readonly Compared[]> {
	const marked = await Promise.all(all.map(one => forbidOne(one, site, signal)));
	const reasons = whatIsMissing(marked);
	if (reasons.size === 0) {
		return marked;
	}

	return marked.map(one => {
		const reason = reasons.get(`namespace ${one.id.namespace}`) ?? reasons.get(`kind ${kindKeyOf(one.id)}`);
		const isFree = one.change !== undefined && one.change.forbidden === undefined;
		return isFree && reason !== undefined ? withReason(one, one.change, reason) : one;
	});
}

async function forbidOne(one: Compared, site: Site, signal: AbortSignal): Promise<Compared> {
	const {change, desired} = one;
	const kind = desired?.kind ?? site.kinds().get(kindKeyOf(one.id))?.[0];
	if (!change || !kind) {
		return one;
	}

	const lacking = await lackingFor(change.op, {kind, id: one.id}, site, signal);
	if (lacking.length === 0) {
		return one;
	}

	const compared =
		change.op === 'update' ? ', and is compared here, without the dry-run that needs that right too' : '';
	return withReason(one, change, await site.rights.explain(lacking, `${meanings[change.op]}${compared}`, signal));
}

/** Refused in spite of what was known of this user's rights: the next look knows better. Says what is lacking. */
export async function noteRefusal(
	op: Change['op'],
	object: Object,
	site: Pick<Site, 'rights'>,
	signal: AbortSignal,
): Promise<string> {
	await site.rights.refuse(rightsFor(op, object), signal);
	const lacking = await lackingFor(op, object, site, signal);
	return site.rights.explain(lacking, meanings[op], signal);
}

const meanings = {
	create: 'it is not created',
	update: 'it stays as it is',
	replace: 'it stays as it is',
	delete: 'it is not deleted',
} as const satisfies Record<Change['op'], string>;

/** What was seen as forbidden is another thing than the same change that may be made: an approval of one is none of the other. */
function withReason(one: Compared, change: Change, reason: string): Compared {
	return {...one, change: {...change, forbidden: reason, digest: hashOf('forbidden', change.digest)}};
}

/** Namespaces and kinds that are not there, and that this user may not make. */
function whatIsMissing(all: readonly Compared[]): ReadonlyMap<string, string> {
	return new Map(
		all.flatMap(({change}) =>
			change?.op === 'create' && change.forbidden !== undefined ? whatWaitsFor(change, all) : [],
		),
	);
}

function whatWaitsFor(change: Change, all: readonly Compared[]): readonly (readonly [string, string])[] {
	const {id, forbidden} = change;
	const reason = `waits for ${describe(id)}, which is not there: ${forbidden}`;
	if (id.group === '' && id.kind === 'Namespace') {
		return [[`namespace ${id.name}`, reason]];
	}

	const kinds = isDefinition(change) ? definedBy([change], {compared: all}) : [];
	return kinds.map(({kind}) => [`kind ${kindKeyOf(kind)}`, reason]);
}

/** What is seen of the application, and not followed. */
export async function unwatchedOf(
	site: Site,
	desired: readonly Desired[],
	signal: AbortSignal,
): Promise<readonly string[]> {
	const places = new Map(
		desired.flatMap(({kind, id, isKindNew}) =>
			isKindNew ? [] : [[`${kindKeyOf(kind)} ${id.namespace}`, {kind, id}] as const],
		),
	);
	const unwatched = await Promise.all(
		[...places.values()].map(async ({kind, id}) => {
			const isSeen = site.live.lacking(kind, id.namespace) === undefined;
			return isSeen ? unwatchedIn(site, kind, id.namespace, signal) : undefined;
		}),
	);
	return unwatched.flatMap(remark => remark ?? []);
}

/** What may be left over where nobody can see it. */
export async function unseenLeftovers(
	site: Site,
	{desired, namespace}: {readonly desired: readonly Desired[]; readonly namespace: string},
	signal: AbortSignal,
): Promise<readonly string[]> {
	const declared = new Set(desired.map(({kind}) => kindKeyOf(kind)));
	const lacking = site
		.kindsInUse()
		.filter(kind => kind.isNamespaced && !declared.has(kindKeyOf(kind)))
		.flatMap(kind => site.live.lacking(kind, namespace) ?? []);
	return explainAll(lacking, site, () => 'what is left over of them is not seen, and stays', signal);
}

/** One sentence for all kinds of which the same is lacking in the same place. */
export async function explainAll(
	lacking: readonly Right[],
	{rights}: Pick<Site, 'rights'>,
	meaningOf: (rights: readonly Right[]) => string,
	signal: AbortSignal,
): Promise<readonly string[]> {
	const kinds = [...Map.groupBy(lacking, ({namespace, group, plural}) => `${namespace} ${group} ${plural}`).values()];
	const alike = Map.groupBy(kinds, all => `${all[0]?.namespace} ${all.map(({verb}) => verb).join(' ')}`);
	return Promise.all([...alike.values()].map(all => rights.explain(all.flat(), meaningOf(all.flat()), signal)));
}

async function unwatchedIn(
	{rights}: Site,
	kind: ServedKind,
	namespace: string,
	signal: AbortSignal,
): Promise<string | undefined> {
	if (await rights.has(rightTo('watch', kind, {namespace: ''}), signal)) {
		return undefined;
	}

	const lacking = await rights.lacking([rightTo('watch', kind, {namespace})], signal);
	return lacking.length === 0
		? undefined
		: rights.explain(lacking, 'what changes there is seen when it is listed again, every few seconds', signal);
}
