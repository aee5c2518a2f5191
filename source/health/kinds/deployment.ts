import type {Health} from '../../model/health.ts';
import {dig, type JsonObject, number} from '../../model/json.ts';
import {conditionOf, explain} from '../conditions.ts';
import {countOf, findShort, findSurplus, wantedOf} from '../counts.ts';
import {degraded, healthy, join, progressing, suspended} from '../status.ts';

// With this deadline the controller does not report progress at all.
const noDeadline = 2 ** 31 - 1;

export function assessDeployment(body: JsonObject): Health {
	if (dig(body, 'spec', 'paused') === true) {
		return suspended('paused: changes of its template are not rolled out');
	}

	const progress = conditionOf(body, 'Progressing');
	if (progress.reason === 'ProgressDeadlineExceeded') {
		return degraded(explain(progress));
	}

	const shortfall = findShortfall(body);
	if (shortfall) {
		const failure = conditionOf(body, 'ReplicaFailure');
		return progressing(join(shortfall.message, failure.status === 'True' ? failure.message : ''));
	}

	return findUnfinished(body) ?? healthy;
}

function findShortfall(body: JsonObject): Health | undefined {
	const wanted = wantedOf(body);
	const [existing, updated] = [countOf(body, 'replicas'), countOf(body, 'updatedReplicas')];
	return (
		findShort(wanted, [
			[existing, 'replicas created'],
			[updated, 'replicas updated'],
		]) ??
		findSurplus(existing - Math.min(updated, wanted)) ??
		findShort(Math.max(wanted, updated), [[countOf(body, 'availableReplicas'), 'replicas available']]) ??
		findShort(wanted, [[countOf(body, 'readyReplicas'), 'replicas ready']])
	);
}

function findUnfinished(body: JsonObject): Health | undefined {
	const progress = conditionOf(body, 'Progressing');
	const hasDeadline = (number(body, 'spec', 'progressDeadlineSeconds') ?? noDeadline) < noDeadline;
	if (hasDeadline && progress.reason !== 'NewReplicaSetAvailable') {
		return progressing(join('the rollout is not finished', explain(progress)));
	}

	const available = conditionOf(body, 'Available');
	return available.status === 'True' ? undefined : progressing(join('not available', explain(available)));
}
