import type {Right} from '../../../source/model/right.ts';

export const secret = (name: string) => ({
	apiVersion: 'v1',
	kind: 'Secret',
	metadata: {name},
	stringData: {password: 'hunter2'},
});

/** Everything in the namespace shop, but these verbs of these kinds; nothing anywhere else. */
export const inShop =
	(...without: readonly string[]) =>
	({verb, plural, namespace}: Right) =>
		namespace === 'shop' && !without.includes(`${verb} ${plural}`) && !without.includes(plural);
