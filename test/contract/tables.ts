import type {Sequence} from './sequence.ts';
import {applyBasics} from './sequences/apply-basics.ts';
import {applyCustom} from './sequences/apply-custom.ts';
import {applyDefaults} from './sequences/apply-defaults.ts';
import {applyFromKubectl} from './sequences/apply-from-kubectl.ts';
import {applyLists} from './sequences/apply-lists.ts';
import {applyManagers} from './sequences/apply-managers.ts';
import {applyRefused} from './sequences/apply-refused.ts';
import {applySubresources} from './sequences/apply-subresources.ts';
import {applyValues} from './sequences/apply-values.ts';
import {applyWhole} from './sequences/apply-whole.ts';
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
	'apply-custom': applyCustom,
	'apply-defaults': applyDefaults,
	'apply-from-kubectl': applyFromKubectl,
	'apply-refused': applyRefused,
	'apply-subresources': applySubresources,
	'apply-lists': applyLists,
	'apply-managers': applyManagers,
	'apply-values': applyValues,
	'apply-whole': applyWhole,
};
