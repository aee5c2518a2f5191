import type {Health} from '../../model/health.ts';
import {type JsonObject, text} from '../../model/json.ts';
import {countOf, findShort} from '../counts.ts';
import {healthy} from '../status.ts';

export function assessDaemonSet(body: JsonObject): Health {
	const isByHand = text(body, 'spec', 'updateStrategy', 'type') === 'OnDelete';
	return (
		findShort(countOf(body, 'desiredNumberScheduled'), [
			[countOf(body, 'currentNumberScheduled'), 'pods scheduled'],
			[
				countOf(body, 'updatedNumberScheduled'),
				isByHand ? 'pods updated: OnDelete, delete the old ones' : 'pods updated',
			],
			[countOf(body, 'numberAvailable'), 'pods available'],
			[countOf(body, 'numberReady'), 'pods ready'],
		]) ?? healthy
	);
}
