import {items, type JsonObject, text} from '../model/json.ts';
import {join} from './status.ts';

/** One of `status.conditions`; all empty where the object has none of that type. */
type Condition = {readonly status: string; readonly reason: string; readonly message: string};

export function conditionOf(body: JsonObject, type: string): Condition {
	const found = items(body, 'status', 'conditions').find(condition => text(condition, 'type') === type);
	return {status: text(found, 'status'), reason: text(found, 'reason'), message: text(found, 'message')};
}

/** `Reason: message`. */
export function explain({reason, message}: Condition): string {
	return join(reason, message);
}
