import type {Health} from '../../model/health.ts';
import type {JsonObject} from '../../model/json.ts';
import {conditionOf, explain} from '../conditions.ts';
import {degraded, healthy, join, progressing} from '../status.ts';

export function assessApiService(body: JsonObject): Health {
	const available = conditionOf(body, 'Available');
	return available.status === 'True' ? healthy : progressing(join('not available', explain(available)));
}

export function assessResourceDefinition(body: JsonObject): Health {
	const names = conditionOf(body, 'NamesAccepted');
	if (names.status === 'False') {
		return degraded(join('its names are not accepted', explain(names)));
	}

	const established = conditionOf(body, 'Established');
	if (established.status === 'False' && established.reason !== 'Installing') {
		return degraded(join('not established', explain(established)));
	}

	if (established.status !== 'True') {
		return progressing('not established yet');
	}

	const violations = conditionOf(body, 'NonStructuralSchema');
	return violations.status === 'True' ? degraded(join('its schema is not structural', explain(violations))) : healthy;
}
