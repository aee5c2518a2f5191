import type {Health} from '../../model/health.ts';
import {type JsonObject, text} from '../../model/json.ts';
import {healthy, progressing} from '../status.ts';

export function assessNamespace(body: JsonObject): Health {
	return text(body, 'status', 'phase') === 'Terminating' ? progressing('waiting for deletion') : healthy;
}
