import type {Api} from '../api.ts';
import type {FollowOptions} from '../follow.ts';
import {createRecorder} from '../recorder.ts';
import {startAutoscalers} from './cluster/autoscalers.ts';
import {startBudgets} from './cluster/budgets.ts';
import {ClaimController} from './cluster/claims.ts';
import {startIngresses} from './cluster/ingresses.ts';
import {ServiceController} from './cluster/services.ts';
import {Collector} from './collect/collector.ts';
import {Kinds} from './collect/kinds.ts';
import {NamespaceController} from './collect/namespaces.ts';
import {type Context, createStores} from './context.ts';
import {DeploymentController} from './deployment/deployment-controller.ts';
import {startReplicaSets} from './deployment/replica-set-controller.ts';
import {startCronJobs} from './job/cron-job-controller.ts';
import {startJobs} from './job/job-controller.ts';
import {startDaemonSets} from './set/daemon-set-controller.ts';
import {StatefulSetController} from './set/stateful-set-controller.ts';
import {Hub} from './store/hub.ts';

export type ControllersOptions = FollowOptions & {
	/** What time it is, in milliseconds; how long to wait is counted by it, and waited in real time. */
	readonly now?: () => number;
};

export type Controllers = {
	/** Resolves when every kind has been listed once, or the signal came before. */
	readonly ready: Promise<void>;
	/** Resolves after the signal, with all watches ended and the API closed. */
	readonly ended: Promise<void>;
};

/** Does what the controller manager does, as far as the sandbox needs it; owns the `Api`. */
export function createControllers(api: Api, {signal, report, now = Date.now}: ControllersOptions): Controllers {
	const hub = new Hub(api, {signal, report});
	const stores = createStores(api, hub, {signal, report});
	const listed = Promise.withResolvers<void>();
	const recorder = (component: string) => createRecorder(api, {component, signal, now});
	const context: Context = {api, signal, report, stores, listed: listed.promise, now, recorder};
	startReplicaSets(context);
	startDaemonSets(context);
	startJobs(context);
	startCronJobs(context);
	startBudgets(context);
	startAutoscalers(context);
	startIngresses(context);
	new DeploymentController(context).start();
	new StatefulSetController(context).start();
	new ClaimController(context).start();
	new ServiceController(context).start();

	const collector = new Collector(api, hub, {signal, report});
	for (const {kind} of Object.values(stores)) {
		collector.keepFollowing(kind);
	}

	const kinds = new Kinds(api, collector, {signal, report});
	new NamespaceController({...context, collector, served: () => kinds.served}).start();

	async function start(): Promise<void> {
		const known = kinds.start(hub);
		await hub.start();
		listed.resolve();
		await known;
	}

	async function end(): Promise<void> {
		const over = Promise.withResolvers<void>();
		signal.addEventListener('abort', () => over.resolve());
		await (signal.aborted || over.promise);
		await hub.ended();
		await api.close();
	}

	return {ready: start(), ended: end()};
}
