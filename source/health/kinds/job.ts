import type {Health} from '../../model/health.ts';
import {dig, type JsonObject, number} from '../../model/json.ts';
import {conditionOf, explain} from '../conditions.ts';
import {countOf} from '../counts.ts';
import {degraded, healthy, join, progressing, suspended} from '../status.ts';

export function assessJob(body: JsonObject): Health {
	const failed = conditionOf(body, 'Failed');
	if (failed.status === 'True') {
		return degraded(join('failed', explain(failed)));
	}

	if (conditionOf(body, 'Complete').status === 'True') {
		return healthy;
	}

	if (conditionOf(body, 'Suspended').status === 'True' || dig(body, 'spec', 'suspend') === true) {
		return suspended('suspended');
	}

	const wanted = number(body, 'spec', 'completions') ?? 1;
	const failures = countOf(body, 'failed');
	const counts = `${countOf(body, 'succeeded')} of ${wanted} completions, ${countOf(body, 'active')} active`;
	return progressing(failures === 0 ? counts : `${counts}, ${failures} failed`);
}
