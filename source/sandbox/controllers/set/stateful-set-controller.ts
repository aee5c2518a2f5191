import type {Context} from '../context.ts';
import {createReconciler} from '../store/reconciler.ts';
import {claimChildren, lookAtOwners, lookWhenChanged, PodHand, podOf} from '../workload/children.ts';
import {untilAvailable} from '../workload/pod.ts';
import {replacing} from '../workload/template.ts';
import {currentRevision, type Revision, revisionLabel, templateOf} from './revision.ts';
import {type ClaimTemplate, ordinalOf, type StatefulSet, statefulSets} from './stateful-set.ts';
import {planStatefulSet, type StatefulSetStep, statefulSetStatus} from './stateful-set-plan.ts';

/** Keeps each StatefulSet's numbered pods, and the claims that outlive them. */
export class StatefulSetController {
	readonly #context: Context;
	readonly #hand: PodHand;

	constructor(context: Context) {
		this.#context = context;
		this.#hand = new PodHand(context.stores.pods, context.recorder('statefulset-controller'));
	}

	start(): void {
		const {stores} = this.#context;
		const queue = createReconciler(uid => this.#reconcile(uid), {
			...this.#context,
			what: 'stateful set',
			nameOf: uid => stores.statefulSets.nameOf(uid),
		});
		lookWhenChanged(queue, stores.statefulSets, stores.pods);
		lookAtOwners(queue, stores.statefulSets, stores.revisions);
	}

	async #reconcile(uid: string): Promise<number | undefined> {
		const {stores} = this.#context;
		const set = stores.statefulSets.get(uid);
		if (set === undefined) {
			return undefined;
		}

		const owner = {...set, resource: statefulSets, hashLabel: 'controller.kubernetes.io/hash'};
		const pods = (await claimChildren(owner, stores.pods)).filter(pod => ordinalOf(set, pod) >= 0);
		const used = new Set(pods.map(pod => pod.metadata.labels[revisionLabel]));
		const {currentRevision: name} = set.status;
		const inUse = ({metadata}: Revision) => used.has(metadata.name) || metadata.name === name;
		const update = await currentRevision(owner, stores.revisions, inUse);
		const current = stores.revisions.find(set.metadata.namespace, name) ?? update;
		const now = this.#context.now();
		const revisions = {current, update};
		for (const step of planStatefulSet({set, pods, revisions, now})) {
			await this.#take(step, set);
		}

		await this.#writeStatus(uid, {revisions, now});
		return set.spec.minReadySeconds === 0 ? undefined : untilAvailable(pods, set.spec.minReadySeconds, now);
	}

	async #take(step: StatefulSetStep, set: StatefulSet): Promise<void> {
		const owner = {...set, resource: statefulSets};
		switch (step.kind) {
			case 'remove':
				return await this.#hand.remove(owner, [step.pod]);
			case 'create': {
				const name = `${set.metadata.name}-${step.ordinal}`;
				for (const template of set.spec.volumeClaimTemplates) {
					await this.#claim(set, template, name);
				}

				await this.#hand.create(owner, [numberedPod(set, step)]);
			}
		}
	}

	/** A claim stays when its pod goes, and the next pod of that name has it again. */
	async #claim(set: StatefulSet, template: ClaimTemplate, pod: string): Promise<void> {
		const {claims} = this.#context.stores;
		const {namespace} = set.metadata;
		const name = `${template.metadata.name}-${pod}`;
		if (claims.find(namespace, name) === undefined) {
			const labels = {...template.metadata.labels, ...set.spec.selector.matchLabels};
			const {annotations} = template.metadata;
			const metadata = {name, namespace, labels, ...(annotations && {annotations})};
			await claims.create(namespace, {metadata, spec: template.spec});
		}
	}

	async #writeStatus(
		uid: string,
		{
			revisions,
			now,
		}: {readonly revisions: {readonly current: Revision; readonly update: Revision}; readonly now: number},
	): Promise<void> {
		const {statefulSets: sets, pods} = this.#context.stores;
		const set = sets.get(uid);
		const status = set && statefulSetStatus({set, pods: pods.ownedBy(uid), revisions, now});
		if (set !== undefined && status !== undefined) {
			await sets.patch(set, {status: replacing(set.status, status)}, '/status');
		}
	}
}

function numberedPod(
	set: StatefulSet,
	{ordinal, revision}: {readonly ordinal: number; readonly revision: Revision},
): object {
	const name = `${set.metadata.name}-${ordinal}`;
	const pod = podOf({...set, resource: statefulSets}, templateOf(revision) ?? set.spec.template, {
		'statefulset.kubernetes.io/pod-name': name,
		'apps.kubernetes.io/pod-index': String(ordinal),
		[revisionLabel]: revision.metadata.name,
	});
	const claims = set.spec.volumeClaimTemplates.map(({metadata: claim}) => ({
		name: claim.name,
		persistentVolumeClaim: {claimName: `${claim.name}-${name}`},
	}));
	const own = Array.isArray(pod.spec.volumes) ? pod.spec.volumes : [];
	const others = own.filter(volume => !claims.some(claim => claim.name === volume?.name));
	const subdomain = set.spec.serviceName === '' ? {} : {subdomain: set.spec.serviceName};
	const volumes = [...claims, ...others];
	return {
		metadata: {...pod.metadata, name},
		spec: {...pod.spec, hostname: name, ...subdomain, ...(volumes.length > 0 && {volumes})},
	};
}
