import type {Health} from '../../model/health.ts';
import {items, type JsonObject, text} from '../../model/json.ts';
import {healthy, progressing} from '../status.ts';

export function assessService(body: JsonObject): Health {
	const isWaiting =
		text(body, 'spec', 'type') === 'LoadBalancer' && items(body, 'status', 'loadBalancer', 'ingress').length === 0;
	return isWaiting ? progressing('waiting for the address of its load balancer') : healthy;
}
