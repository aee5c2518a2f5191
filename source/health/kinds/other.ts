import type {Health} from '../../model/health.ts';
import type {JsonObject} from '../../model/json.ts';
import {conditionOf, explain} from '../conditions.ts';
import {degraded, healthy, join, progressing} from '../status.ts';

/** The conventions that controllers of custom resources share; what follows none of them is healthy by being there. */
export function assessOther(body: JsonObject): Health {
	const stalled = conditionOf(body, 'Stalled');
	if (stalled.status === 'True') {
		return degraded(join('stalled', explain(stalled)));
	}

	const reconciling = conditionOf(body, 'Reconciling');
	if (reconciling.status === 'True') {
		return progressing(join('reconciling', explain(reconciling)));
	}

	const ready = conditionOf(body, 'Ready');
	return ready.status === '' || ready.status === 'True' ? healthy : progressing(join('not ready', explain(ready)));
}
