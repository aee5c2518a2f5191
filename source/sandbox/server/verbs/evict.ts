import {listAt, objectAt, textAt} from '../../objects/json.ts';
import {matches} from '../../objects/validation/validate-selector.ts';
import {Refused} from '../answer/refused.ts';
import type {Asked} from './context.ts';
import {findObject} from './read.ts';

const refusal = "Cannot evict pod as it would violate the pod's disruption budget.";

/** Refuses to evict a pod that its disruption budget can't spare now: pkg/registry/core/pod/storage/eviction.go. */
export function checkBudget(asked: Asked): void {
	const {cluster, target} = asked;
	const pod = findObject(asked).object;
	if (isExempt(textAt(pod, 'status', 'phase') ?? '') || objectAt(pod, 'metadata')?.deletionTimestamp !== undefined) {
		return;
	}

	const labels = objectAt(pod, 'metadata', 'labels') ?? {};
	const all = cluster.store.collection('poddisruptionbudgets.policy').list(target.namespace);
	const [budget, another] = all.filter(({object}) => {
		const selector = objectAt(object, 'spec', 'selector');
		return selector !== undefined && matches(selector, labels);
	});
	if (another !== undefined) {
		const message = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
		throw new Refused({code: 500, reason: 'InternalError', message});
	}

	const {disruptionsAllowed = 0, desiredHealthy = 0, currentHealthy = 0} = objectAt(budget?.object, 'status') ?? {};
	const isReady = listAt(pod, 'status', 'conditions').some(
		one => textAt(one, 'type') === 'Ready' && textAt(one, 'status') === 'True',
	);
	// Who is not ready anyhow may go as long as enough others are.
	const isSpared = !isReady && Number(currentHealthy) >= Number(desiredHealthy) && Number(desiredHealthy) > 0;
	if (budget !== undefined && disruptionsAllowed === 0 && !isSpared) {
		const message = `The disruption budget ${budget.name} needs ${String(desiredHealthy)} healthy pods and has ${String(currentHealthy)} currently`;
		const details = {causes: [{reason: 'DisruptionBudget', message}]};
		throw new Refused({code: 429, reason: 'TooManyRequests', message: refusal, details});
	}
}

function isExempt(phase: string): boolean {
	return ['Succeeded', 'Failed', 'Pending'].includes(phase);
}
