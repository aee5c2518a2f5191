import {isDeepStrictEqual} from 'node:util';
import {ApiError} from '../../api.ts';
import type {Context} from '../context.ts';
import {isDeleted} from '../store/metadata.ts';
import {createReconciler} from '../store/reconciler.ts';
import {claimChildren, lookWhenChanged, subjectOf} from '../workload/children.ts';
import {withoutZeros} from '../workload/condition.ts';
import {hasEnded} from '../workload/pod.ts';
import {replacing} from '../workload/template.ts';
import {annotations, type Deployment, deployments, type Family, familyOf} from './deployment.ts';
import {planDeployment} from './deployment-plan.ts';
import {deploymentStatus, progressDeadline, type Situation} from './deployment-status.ts';
import type {Step} from './next-replica-set.ts';
import type {ReplicaSet} from './replica-set.ts';

/** Rolls each Deployment's template out by its ReplicaSets. */
export class DeploymentController {
	readonly #context: Context;
	readonly #tell: (deployment: Deployment, message: string) => void;

	constructor(context: Context) {
		this.#context = context;
		const recorder = context.recorder('deployment-controller');
		this.#tell = (deployment, message) =>
			recorder.record(subjectOf(deployments, deployment), {type: 'Normal', reason: 'ScalingReplicaSet', message});
	}

	start(): void {
		const {stores} = this.#context;
		const queue = createReconciler(uid => this.#reconcile(uid), {
			...this.#context,
			what: 'deployment',
			nameOf: uid => stores.deployments.nameOf(uid),
		});
		lookWhenChanged(queue, stores.deployments, stores.replicaSets);
		// A pod that is gone may be the last that a Recreate has waited for.
		stores.pods.onChange(({before, after}) => {
			const owner = after === undefined && before?.metadata.ownerReferences.find(({kind}) => kind === 'ReplicaSet');
			const set = owner ? stores.replicaSets.get(owner.uid) : undefined;
			for (const {kind, uid} of set?.metadata.ownerReferences ?? []) {
				if (kind === 'Deployment') {
					queue.add(uid);
				}
			}
		});
	}

	async #reconcile(uid: string): Promise<number | undefined> {
		const {stores} = this.#context;
		const deployment = stores.deployments.get(uid);
		if (deployment === undefined) {
			return undefined;
		}

		const sets = await claimChildren({...deployment, resource: deployments}, stores.replicaSets);
		const family = familyOf(deployment, sets);
		const {steps, isRollout} = planDeployment(deployment, family, this.#hasOldPods(family));
		for (const step of steps) {
			await this.#take(step, deployment);
		}

		const isNew = steps.some(({kind}) => kind === 'create');
		return await this.#writeStatus(uid, {isNew, isRollout, now: this.#context.now()});
	}

	#hasOldPods({old}: Family): boolean {
		return old.some(({metadata}) => this.#context.stores.pods.ownedBy(metadata.uid).some(pod => !hasEnded(pod)));
	}

	async #take(step: Step, deployment: Deployment): Promise<void> {
		const {replicaSets} = this.#context.stores;
		switch (step.kind) {
			case 'create':
				return await this.#create(step, deployment);

			case 'scale': {
				const {set, replicas} = step;
				const before = set.spec.replicas;
				await replicaSets.patch(set, {metadata: {annotations: step.annotations}, spec: {replicas}});
				if (before !== replicas) {
					const way = before < replicas ? 'up' : 'down';
					this.#tell(deployment, `Scaled ${way} replica set ${set.metadata.name} from ${before} to ${replicas}`);
				}

				return;
			}

			case 'update': {
				const {minReadySeconds} = deployment.spec;
				await replicaSets.patch(step.set, {metadata: {annotations: step.annotations}, spec: {minReadySeconds}});
				return;
			}

			case 'delete':
				await replicaSets.remove(step.set);
		}
	}

	async #create({body, replicas}: Extract<Step, {kind: 'create'}>, deployment: Deployment): Promise<void> {
		const {stores} = this.#context;
		try {
			const {metadata} = await stores.replicaSets.create(deployment.metadata.namespace, body);
			if (replicas > 0) {
				this.#tell(deployment, `Scaled up replica set ${metadata.name} from 0 to ${replicas}`);
			}
		} catch (error) {
			if (error instanceof ApiError && error.status === 409) {
				// The name is taken by another template's ReplicaSet, or somebody else's: the next hash is another one.
				const collisionCount = (deployment.status.collisionCount ?? 0) + 1;
				await stores.deployments.patch(deployment, {status: {collisionCount}}, '/status');
			}

			throw error;
		}
	}

	/** Status and revision in one request, as the real controller; returns when to look at the progress again. */
	async #writeStatus(uid: string, situation: Situation): Promise<number | undefined> {
		const {stores} = this.#context;
		const deployment = stores.deployments.get(uid);
		if (deployment === undefined) {
			return undefined;
		}

		const family = familyOf(deployment, stores.replicaSets.ownedBy(uid));
		const status = deploymentStatus(deployment, family, situation);
		const revision = newRevision(deployment, family.current);
		const isSame = isDeepStrictEqual(withoutZeros(status), withoutZeros(deployment.status));
		if (!isSame || revision !== undefined) {
			const written = {...withoutZeros(status), terminatingReplicas: status.terminatingReplicas};
			const metadata = revision === undefined ? {} : {annotations: {[annotations.revision]: revision}};
			const body = {metadata, status: replacing(deployment.status, written)};
			await stores.deployments.patch(deployment, body, '/status');
		}

		const deadline = isDeleted(deployment) ? undefined : progressDeadline(deployment, status.conditions);
		// Times are to the second, and only what is past the deadline is late.
		return deadline === undefined ? undefined : deadline - situation.now + 1000;
	}
}

function newRevision({metadata}: Deployment, current: ReplicaSet | undefined): string | undefined {
	const revision = current?.metadata.annotations[annotations.revision];
	return revision === metadata.annotations[annotations.revision] ? undefined : revision;
}
