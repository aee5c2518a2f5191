import type {Health} from '../../model/health.ts';
import {dig, items, type JsonObject, text} from '../../model/json.ts';
import {degraded, healthy} from '../status.ts';

export function assessCronJob(body: JsonObject): Health {
	// Switched off on purpose: nothing is going to happen that one could wait for.
	if (dig(body, 'spec', 'suspend') === true) {
		return {status: 'Healthy', message: 'suspended'};
	}

	const [scheduled, succeeded] = [text(body, 'status', 'lastScheduleTime'), text(body, 'status', 'lastSuccessfulTime')];
	const isOver = items(body, 'status', 'active').length === 0;
	// Where no run has succeeded yet, one can't tell whether the first has ended.
	return isOver && succeeded !== '' && succeeded < scheduled
		? degraded(`the run of ${scheduled} did not succeed; the last that did ended at ${succeeded}`)
		: healthy;
}
