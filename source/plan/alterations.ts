import type {Alteration} from '../model/comparison.ts';
import {restarts, risksOfDeletion} from './change.ts';
import {type Desired, inOrder} from './desired.ts';
import {differences} from './diff.ts';
import {namedLists} from './lists.ts';

/** What turns one render into the other, in the order in which it would be applied; what goes comes last. */
export function alterations(before: readonly Desired[], after: readonly Desired[]): readonly Alteration[] {
	const old = new Map(before.map(one => [one.key, one]));
	const now = new Set(after.map(({key}) => key));
	return [
		...inOrder(after).flatMap(one => altered(old.get(one.key), one) ?? []),
		...inOrder(before.filter(({key}) => !now.has(key)))
			.toReversed()
			.map(removed),
	];
}

function altered(before: Desired | undefined, after: Desired): Alteration | undefined {
	const {id, wave, masked} = after;
	if (before === undefined) {
		return {op: 'create', id, wave, fields: [], after: masked, risks: []};
	}

	if (before.hash === after.hash) {
		return undefined;
	}

	const fields = differences(before.masked, masked, namedLists([before.masked, masked])).map(difference => ({
		...difference,
		managers: [],
	}));
	return {op: 'update', id, wave, fields, before: before.masked, after: masked, risks: restarts(id, fields)};
}

function removed({id, wave, masked}: Desired): Alteration {
	return {op: 'delete', id, wave, fields: [], before: masked, risks: risksOfDeletion(id)};
}
