import type {Health} from '../model/health.ts';
import {items, type JsonObject, number, text} from '../model/json.ts';
import {join, progressing} from './status.ts';

/** An object that is going away, or whose status tells of an older specification: the rest of its status counts for nothing. */
export function assessTransition(body: JsonObject, isAlwaysObserved: boolean): Health | undefined {
	if (text(body, 'metadata', 'deletionTimestamp') !== '') {
		return progressing(join('waiting for deletion', listFinalizers(body), explainRemains(body)));
	}

	const generation = number(body, 'metadata', 'generation');
	const observed = number(body, 'status', 'observedGeneration') ?? (isAlwaysObserved ? 0 : undefined);
	return generation === undefined || observed === undefined || generation === observed
		? undefined
		: progressing(`its controller has not seen generation ${generation} yet`);
}

function listFinalizers(body: JsonObject): string {
	const finalizers = items(body, 'metadata', 'finalizers').map(finalizer => text(finalizer));
	return finalizers.length === 0 ? '' : `finalizers ${finalizers.join(', ')}`;
}

// What a namespace that does not go away still holds.
function explainRemains(body: JsonObject): string {
	const remains = items(body, 'status', 'conditions').filter(
		condition => text(condition, 'type').startsWith('Namespace') && text(condition, 'status') === 'True',
	);
	return remains.map(condition => text(condition, 'message')).join('; ');
}
