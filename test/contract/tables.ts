import type {Sequence} from './sequence.ts';
import {applyBasics} from './sequences/apply-basics.ts';

/** All of the contract; a table's name is that of its recording. */
export const tables: Readonly<Record<string, readonly Sequence[]>> = {
	'apply-basics': applyBasics,
};
