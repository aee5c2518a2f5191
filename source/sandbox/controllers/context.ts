import type {Api} from '../api.ts';
import type {FollowOptions} from '../follow.ts';
import type {Recorder} from '../recorder.ts';
import {autoscalers} from './cluster/autoscaler.ts';
import {budgets} from './cluster/budget.ts';
import {claims, volumes} from './cluster/claim.ts';
import {endpointSlices, endpoints, ingresses, services} from './cluster/service.ts';
import {namespaces} from './collect/namespace.ts';
import {deployments} from './deployment/deployment.ts';
import {replicaSets} from './deployment/replica-set.ts';
import {cronJobs} from './job/cron-job.ts';
import {jobs} from './job/job.ts';
import {daemonSets, nodes} from './set/daemon-set.ts';
import {revisions} from './set/revision.ts';
import {statefulSets} from './set/stateful-set.ts';
import type {Hub} from './store/hub.ts';
import type {Kind} from './store/kind.ts';
import type {Entity} from './store/metadata.ts';
import {pathOfAll} from './store/resource.ts';
import {Store} from './store/store.ts';
import {pods} from './workload/pod.ts';

/** What the controllers know of the cluster: each kind once. */
export type Stores = ReturnType<typeof createStores>;

export type Context = FollowOptions & {
	readonly api: Api;
	readonly stores: Stores;
	/** Resolves when all stores have been listed once. */
	readonly listed: Promise<void>;
	/** What time it is, in milliseconds. */
	readonly now: () => number;
	readonly recorder: (component: string) => Recorder;
};

export function createStores(api: Api, hub: Hub, options: FollowOptions) {
	function store<T extends Entity>(kind: Kind<T>): Store<T> {
		const made = new Store(api, kind, options);
		hub.subscribe(pathOfAll(kind), sighting => made.see(sighting));
		return made;
	}

	return {
		pods: store(pods),
		nodes: store(nodes),
		namespaces: store(namespaces),
		replicaSets: store(replicaSets),
		deployments: store(deployments),
		statefulSets: store(statefulSets),
		daemonSets: store(daemonSets),
		revisions: store(revisions),
		jobs: store(jobs),
		cronJobs: store(cronJobs),
		claims: store(claims),
		volumes: store(volumes),
		services: store(services),
		endpoints: store(endpoints),
		slices: store(endpointSlices),
		budgets: store(budgets),
		autoscalers: store(autoscalers),
		ingresses: store(ingresses),
	};
}
