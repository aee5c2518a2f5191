import {NotFoundError} from '../../model/operator-error.ts';
import type {Cluster} from '../../model/ports.ts';
import {type ClusterIdentity, isSameCluster} from '../../model/right.ts';
import type {ClusterEntry} from './access/kubeconfig.ts';
import {apply} from './objects/applying.ts';
import {discover} from './objects/discovery.ts';
import {readIdentity} from './objects/identity.ts';
import {listAll} from './objects/listing.ts';
import {liveOf, metadataOf} from './objects/live.ts';
import {readLogs} from './objects/logs.ts';
import {boundTo} from './objects/proof.ts';
import {remove} from './objects/removing.ts';
import {createRights} from './objects/rights.ts';
import {takeFromKubectl} from './objects/take-over.ts';
import {readVersion} from './objects/version.ts';
import {subjectOf} from './rest/call.ts';
import type {Client} from './rest/client.ts';
import {objectPath} from './rest/paths.ts';
import {createShared} from './rest/shared.ts';
import type {Timing} from './rest/timing.ts';
import {createPulse, presence} from './watch/pulse.ts';
import {watch} from './watch/watch.ts';

/** One cluster over its REST interface. */
export function createCluster(client: Client, entry: () => ClusterEntry, timing: Timing): Cluster {
	const {context} = client.place;
	const pulse = createPulse(client, timing);
	const kinds = createShared(signal => discover(client, signal));
	const version = createShared(signal => readVersion(client, signal));
	const rights = createRights(client);
	let last: ClusterIdentity | undefined;
	const identity = createShared(async signal => {
		const now = await readIdentity(client, entry(), signal);
		if (now.uid === '' && last !== undefined && last.uid !== '') {
			// A cluster that has just been made may refuse this read until its roles are there: asked again each time.
			identity.forget();
			return now;
		}

		if (last && !isSameCluster(last, now)) {
			kinds.forget();
			version.forget();
			rights.forgetRights();
		}

		last = now;
		return now;
	});
	client.continuity.onLost(() => identity.forget());

	const cluster: Cluster = {
		context,
		identity,
		as: known => ({...cluster, ...createWrites(boundTo(client, known, identity))}),
		onBack: client.continuity.onBack,
		presence: signal => presence(pulse, client, timing, signal),
		confirm: pulse.confirm,
		...rights,
		version: signal => version(signal),
		kinds,
		async list(kind, selection, signal) {
			const {objects} = await listAll(client, kind, {...selection, what: 'full'}, signal);
			return objects.map(object => liveOf(kind, object));
		},
		async listMetadata(kind, selection, signal) {
			const {objects} = await listAll(client, kind, {...selection, what: 'metadata'}, signal);
			return objects.map(object => metadataOf(kind, object));
		},
		watch: (kind, selection, signal) => watch({client, pulse, kind, selection, signal, timing}),
		async read(kind, id, signal) {
			try {
				const {body} = await client.send({verb: 'get', path: objectPath(kind, id), subject: subjectOf(id)}, signal);
				return liveOf(kind, body);
			} catch (error) {
				if (error instanceof NotFoundError) {
					return undefined;
				}

				throw error;
			}
		},
		logs: (pod, signal) => readLogs(client, pod, signal),
		...createWrites(client),
		calls: () => client.calls(),
		close: () => client.close(),
	};
	return cluster;
}

function createWrites(client: Client): Pick<Cluster, 'apply' | 'takeFromKubectl' | 'remove'> {
	return {
		apply: (kind, body, options, signal) => apply(client, kind, body, {...options, signal}),
		takeFromKubectl: (kind, live, signal) => takeFromKubectl(client, kind, live, signal),
		remove: (kind, id, seen, signal) => remove(client, kind, id, {...seen, signal}),
	};
}
