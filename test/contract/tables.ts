import type {Sequence} from './sequence.ts';
import {applyBasics} from './sequences/apply-basics.ts';
import {lists} from './sequences/lists.ts';
import {selectors} from './sequences/selectors.ts';
import {watchOptions} from './sequences/watch-options.ts';
import {watches} from './sequences/watches.ts';

/** All of the contract; a table's name is that of its recording. */
export const tables: Readonly<Record<string, readonly Sequence[]>> = {
	'apply-basics': applyBasics,
	lists,
	selectors,
	watches,
	'watch-options': watchOptions,
};
