import {text} from '../../../model/json.ts';
import type {Subject} from '../rest/call.ts';
import type {Client} from '../rest/client.ts';

const subject: Subject = {what: 'its version', kind: '', isSecret: false, isNamespace: false};

/** As the API server tells it, which it does to everybody. */
export async function readVersion(client: Client, signal: AbortSignal): Promise<string> {
	const {body} = await client.send({verb: 'discovery', path: '/version', subject}, signal);
	return text(body, 'gitVersion');
}
