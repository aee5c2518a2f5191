import type {Health} from '../../model/health.ts';
import type {JsonObject} from '../../model/json.ts';
import {conditionOf, explain} from '../conditions.ts';
import {countOf, findShort, findSurplus, wantedOf} from '../counts.ts';
import {degraded, healthy} from '../status.ts';

export function assessReplicaSet(body: JsonObject): Health {
	const failure = conditionOf(body, 'ReplicaFailure');
	if (failure.status === 'True') {
		return degraded(explain(failure));
	}

	const wanted = wantedOf(body);
	return (
		findShort(wanted, [
			[countOf(body, 'fullyLabeledReplicas'), 'replicas created'],
			[countOf(body, 'availableReplicas'), 'replicas available'],
			[countOf(body, 'readyReplicas'), 'replicas ready'],
		]) ??
		findSurplus(countOf(body, 'replicas') - wanted) ??
		healthy
	);
}
