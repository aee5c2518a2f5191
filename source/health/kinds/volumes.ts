import type {Health} from '../../model/health.ts';
import {type JsonObject, text} from '../../model/json.ts';
import {degraded, healthy, join, progressing, unknown} from '../status.ts';

export function assessClaim(body: JsonObject): Health {
	const phase = text(body, 'status', 'phase');
	switch (phase) {
		case 'Bound':
			return healthy;
		case 'Lost':
			return degraded(`lost: its volume ${text(body, 'spec', 'volumeName')} is gone`);
		// Whether its class waits for the first pod is not to be seen here.
		case 'Pending':
		case '':
			return progressing('not bound to a volume yet');
		default:
			return unknown(`phase ${phase}`);
	}
}

export function assessVolume(body: JsonObject): Health {
	const phase = text(body, 'status', 'phase');
	switch (phase) {
		case 'Available':
		case 'Bound':
			return healthy;
		case 'Failed':
			return degraded(join('failed', text(body, 'status', 'reason'), text(body, 'status', 'message')));
		case 'Released':
			return assessReleased(body);
		case 'Pending':
		case '':
			return progressing('not available yet');
		default:
			return unknown(`phase ${phase}`);
	}
}

// A volume that is to be kept stays like this until a person acts.
function assessReleased(body: JsonObject): Health {
	return text(body, 'spec', 'persistentVolumeReclaimPolicy') === 'Retain'
		? {status: 'Healthy', message: 'released and retained: no claim can bind it until spec.claimRef is removed'}
		: progressing('released, waiting to be reclaimed');
}
