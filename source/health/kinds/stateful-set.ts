import type {Health} from '../../model/health.ts';
import {type JsonObject, number, text} from '../../model/json.ts';
import {countOf, findShort, findSurplus, wantedOf} from '../counts.ts';
import {healthy, progressing} from '../status.ts';

export function assessStatefulSet(body: JsonObject): Health {
	const wanted = wantedOf(body);
	return (
		findShort(wanted, [
			[countOf(body, 'replicas'), 'replicas created'],
			[countOf(body, 'readyReplicas'), 'replicas ready'],
		]) ??
		findSurplus(countOf(body, 'replicas') - wanted) ??
		findUnfinished(body, wanted) ??
		healthy
	);
}

function findUnfinished(body: JsonObject, wanted: number): Health | undefined {
	if (text(body, 'spec', 'updateStrategy', 'type') === 'OnDelete') {
		return undefined;
	}

	const partition = number(body, 'spec', 'updateStrategy', 'rollingUpdate', 'partition');
	if (partition !== undefined) {
		return findShort(wanted - partition, [[countOf(body, 'updatedReplicas'), 'replicas updated']]);
	}

	const [current, next] = [text(body, 'status', 'currentRevision'), text(body, 'status', 'updateRevision')];
	return (
		findShort(wanted, [[countOf(body, 'currentReplicas'), 'replicas of the current revision']]) ??
		(current === next ? undefined : progressing(`rolling out revision ${next}`))
	);
}
