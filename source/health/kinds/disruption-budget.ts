import type {Health} from '../../model/health.ts';
import type {JsonObject} from '../../model/json.ts';
import {conditionOf, explain} from '../conditions.ts';
import {degraded, healthy, progressing} from '../status.ts';

export function assessDisruptionBudget(body: JsonObject): Health {
	const allowed = conditionOf(body, 'DisruptionAllowed');
	if (allowed.status === '') {
		return progressing('its controller has not reported yet');
	}

	// With just as many pods as it asks for, a budget does what it is there for.
	return allowed.status === 'False' && allowed.reason !== 'InsufficientPods' ? degraded(explain(allowed)) : healthy;
}
