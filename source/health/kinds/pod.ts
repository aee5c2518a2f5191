import type {Health} from '../../model/health.ts';
import {items, type JsonObject, number, text} from '../../model/json.ts';
import {conditionOf, explain} from '../conditions.ts';
import {containersOf, describeExit, describeStuck} from '../containers.ts';
import {degraded, healthy, join, progressing, unknown} from '../status.ts';

export function assessPod(body: JsonObject): Health {
	const phase = text(body, 'status', 'phase');
	switch (phase) {
		case 'Succeeded':
			return healthy;
		case 'Failed':
			return degraded(join('failed', text(body, 'status', 'reason'), whyFailed(body)));
		case 'Pending':
		case 'Running':
			return assessAlive(body, phase);
		case '':
			return progressing('not reported yet');
		default:
			return unknown(`phase ${phase}`);
	}
}

function assessAlive(body: JsonObject, phase: 'Pending' | 'Running'): Health {
	const stuck = describeStuck(body);
	if (stuck !== undefined) {
		return degraded(stuck);
	}

	return phase === 'Pending' ? assessPending(body) : assessRunning(body);
}

function assessPending(body: JsonObject): Health {
	const scheduled = conditionOf(body, 'PodScheduled');
	return progressing(join('pending', scheduled.status === 'False' ? explain(scheduled) : ''));
}

function assessRunning(body: JsonObject): Health {
	const policy = text(body, 'spec', 'restartPolicy');
	if (policy === 'OnFailure' || policy === 'Never') {
		return progressing('running, not completed yet');
	}

	const ready = conditionOf(body, 'Ready');
	if (ready.status === 'True') {
		return healthy;
	}

	const exit = items(body, 'status', 'containerStatuses')
		.map(container => describeExit(container, 'lastState'))
		.find(said => said !== '');
	return exit === undefined ? progressing(join('not ready', explain(ready))) : degraded(join('not ready', exit));
}

function whyFailed(body: JsonObject): string {
	const culprit = containersOf(body).find(
		container => (number(container, 'state', 'terminated', 'exitCode') ?? 0) !== 0,
	);
	return text(body, 'status', 'message') || (culprit === undefined ? '' : describeExit(culprit, 'state'));
}
