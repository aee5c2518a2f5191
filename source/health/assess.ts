import type {Health} from '../model/health.ts';
import {text} from '../model/json.ts';
import {kindKeyOf, type Live} from '../model/resource.ts';
import {describeStuck} from './containers.ts';
import {
	type PickPods,
	pickPods,
	pickPodsOfDaemonSet,
	pickPodsOfDeployment,
	pickPodsOfStatefulSet,
} from './current-pods.ts';
import {assessApiService, assessResourceDefinition} from './kinds/api.ts';
import {assessAutoscaler} from './kinds/autoscaler.ts';
import {assessCronJob} from './kinds/cron-job.ts';
import {assessDaemonSet} from './kinds/daemon-set.ts';
import {assessDeployment} from './kinds/deployment.ts';
import {assessDisruptionBudget} from './kinds/disruption-budget.ts';
import {assessJob} from './kinds/job.ts';
import {assessNamespace} from './kinds/namespace.ts';
import {assessOther} from './kinds/other.ts';
import {assessPod} from './kinds/pod.ts';
import {assessReplicaSet} from './kinds/replica-set.ts';
import {assessService} from './kinds/service.ts';
import {assessStatefulSet} from './kinds/stateful-set.ts';
import {assessClaim, assessVolume} from './kinds/volumes.ts';
import {clean, degraded, healthy, type Rule} from './status.ts';
import {assessTransition} from './transition.ts';

type Entry = {
	readonly rule: Rule;
	/** Its controller always writes which generation it has seen. */
	readonly isAlwaysObserved?: true;
	readonly pick?: PickPods;
};

const entries: ReadonlyMap<string, Entry> = new Map<string, Entry>([
	['/Namespace', {rule: assessNamespace}],
	['/PersistentVolume', {rule: assessVolume}],
	['/PersistentVolumeClaim', {rule: assessClaim}],
	['/Pod', {rule: assessPod}],
	['/Service', {rule: assessService}],
	['apiextensions.k8s.io/CustomResourceDefinition', {rule: assessResourceDefinition}],
	['apiregistration.k8s.io/APIService', {rule: assessApiService}],
	['apps/DaemonSet', {rule: assessDaemonSet, isAlwaysObserved: true, pick: pickPodsOfDaemonSet}],
	['apps/Deployment', {rule: assessDeployment, isAlwaysObserved: true, pick: pickPodsOfDeployment}],
	['apps/ReplicaSet', {rule: assessReplicaSet, isAlwaysObserved: true, pick: pickPods}],
	['apps/StatefulSet', {rule: assessStatefulSet, isAlwaysObserved: true, pick: pickPodsOfStatefulSet}],
	['autoscaling/HorizontalPodAutoscaler', {rule: assessAutoscaler}],
	['batch/CronJob', {rule: assessCronJob}],
	['batch/Job', {rule: assessJob, pick: pickPods}],
	// Clusters without a load balancer never give one an address.
	['networking.k8s.io/Ingress', {rule: () => healthy}],
	['policy/PodDisruptionBudget', {rule: assessDisruptionBudget}],
]);

const other: Entry = {rule: assessOther};

/**
 * How well an object is. `owned` are the objects that belong to it, down to its pods;
 * without them, a workload is judged by its status alone.
 */
export function assess(live: Live, owned: readonly Live[]): Health {
	const {rule, pick, isAlwaysObserved = false} = entryOf(live);
	const transition = assessTransition(live.body, isAlwaysObserved);
	if (transition) {
		return clean(transition);
	}

	const byStatus = rule(live.body);
	const isEnough = pick === undefined || byStatus.status === 'Healthy';
	return clean((isEnough ? undefined : assessStuck(pick(live, owned))) ?? byStatus);
}

/** Whether the object's own status leaves open why it is not healthy, so that its pods have to be looked at. */
export function needsOwned(live: Live): boolean {
	const {rule, pick, isAlwaysObserved = false} = entryOf(live);
	const isWorkload = pick !== undefined;
	return isWorkload && !assessTransition(live.body, isAlwaysObserved) && rule(live.body).status !== 'Healthy';
}

function entryOf({id}: Live): Entry {
	return entries.get(kindKeyOf(id)) ?? other;
}

function assessStuck(pods: readonly Live[]): Health | undefined {
	const stuck = pods
		.filter(isAlive)
		.map(({body}) => describeStuck(body))
		.filter(reason => reason !== undefined)
		.toSorted();
	const [first] = stuck;
	if (first === undefined) {
		return undefined;
	}

	return degraded(stuck.length === 1 ? first : `${first} (and ${stuck.length - 1} more)`);
}

function isAlive({body}: Live): boolean {
	const isOver = ['Succeeded', 'Failed'].includes(text(body, 'status', 'phase'));
	return !isOver && text(body, 'metadata', 'deletionTimestamp') === '';
}
