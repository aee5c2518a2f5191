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
import {configObjects} from './sequences/config-objects.ts';
import {customResources} from './sequences/custom-resources.ts';
import {definitionsTable} from './sequences/definitions.ts';
import {deleteCollections} from './sequences/delete-collections.ts';
import {deletes} from './sequences/deletes.ts';
import {dependents} from './sequences/dependents.ts';
import {discovery} from './sequences/discovery.ts';
import {dryRuns} from './sequences/dry-run.ts';
import {expiry} from './sequences/expiry.ts';
import {fieldValidation} from './sequences/field-validation.ts';
import {forms} from './sequences/forms.ts';
import {generations} from './sequences/generations.ts';
import {jsonPatches} from './sequences/json-patches.ts';
import {lists} from './sequences/lists.ts';
import {locking} from './sequences/locking.ts';
import {mergePatches} from './sequences/merge-patches.ts';
import {metadata} from './sequences/metadata.ts';
import {otherKinds} from './sequences/other-kinds.ts';
import {refusals} from './sequences/refusals.ts';
import {resuming} from './sequences/resuming.ts';
import {reviews} from './sequences/reviews.ts';
import {selectors} from './sequences/selectors.ts';
import {services} from './sequences/services.ts';
import {strategicPatches} from './sequences/strategic-patches.ts';
import {times} from './sequences/times.ts';
import {watchOptions} from './sequences/watch-options.ts';
import {watches} from './sequences/watches.ts';

/** All of the contract; a table's name is that of its recording. */
export const tables: Readonly<Record<string, readonly Sequence[]>> = {
	// First what waits for seconds: the others go on beside it.
	times,
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
	'config-objects': configObjects,
	'dry-run': dryRuns,
	'field-validation': fieldValidation,
	generations,
	'json-patches': jsonPatches,
	locking,
	'merge-patches': mergePatches,
	metadata,
	'other-kinds': otherKinds,
	refusals,
	reviews,
	services,
	'strategic-patches': strategicPatches,
	'custom-resources': customResources,
	definitions: definitionsTable,
	expiry,
	'delete-collections': deleteCollections,
	deletes,
	dependents,
	forms,
	resuming,
	discovery,
};
