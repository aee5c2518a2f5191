import type {Context} from '../context.ts';
import {isDeleted} from '../store/metadata.ts';
import {createReconciler} from '../store/reconciler.ts';
import type {Pod} from '../workload/pod.ts';
import {type Claim, claims, type Volume} from './claim.ts';

const provisioned = {'pv.kubernetes.io/provisioned-by': 'trueup.dev/sandbox'};
const protection = {claim: 'kubernetes.io/pvc-protection', volume: 'kubernetes.io/pv-protection'} as const;

/** Binds each claim at once, to a volume that is made for it or named in it, and lets go of both. */
export class ClaimController {
	readonly #context: Context;

	constructor(context: Context) {
		this.#context = context;
	}

	start(): void {
		const {stores} = this.#context;
		const queue = createReconciler(uid => this.#reconcileClaim(uid), {
			...this.#context,
			what: 'volume claim',
			nameOf: uid => stores.claims.nameOf(uid),
		});
		const volumeQueue = createReconciler(uid => this.#reconcileVolume(uid), {
			...this.#context,
			what: 'volume',
			nameOf: uid => stores.volumes.nameOf(uid),
		});
		stores.claims.onChange(({before, after}) => {
			queue.add((after ?? before)?.metadata.uid ?? '');
			const volume = stores.volumes.find('', before?.spec.volumeName ?? '');
			if (after === undefined && volume !== undefined) {
				volumeQueue.add(volume.metadata.uid);
			}
		});
		stores.volumes.onChange(({before, after}) => {
			if (after !== undefined) {
				volumeQueue.add(after.metadata.uid);
			}

			for (const {metadata, spec} of before === undefined ? stores.claims.all() : []) {
				if (spec.volumeName === after?.metadata.name) {
					queue.add(metadata.uid);
				}
			}
		});
		// A pod that has gone may be the last that has held a claim.
		stores.pods.onChange(({before, after}) => {
			const held = before !== undefined && after === undefined ? this.#claimsOf(before) : [];
			for (const claim of held.filter(isDeleted)) {
				queue.add(claim.metadata.uid);
			}
		});
	}

	#claimsOf({metadata, spec}: Pod): readonly Claim[] {
		return spec.volumes
			.map(volume => volume.persistentVolumeClaim?.claimName ?? '')
			.map(name => this.#context.stores.claims.find(metadata.namespace, name))
			.filter(claim => claim !== undefined);
	}

	async #reconcileClaim(uid: string): Promise<undefined> {
		const {stores} = this.#context;
		const claim = stores.claims.get(uid);
		if (claim === undefined) {
			return;
		}

		if (isDeleted(claim)) {
			await this.#release(claim);
			return;
		}

		if (claim.status.phase === 'Bound') {
			return;
		}

		const volume = await this.#volumeFor(claim);
		if (volume === undefined) {
			return;
		}

		const annotations = {'pv.kubernetes.io/bind-completed': 'yes'};
		const {name} = volume.metadata;
		const bound =
			claim.spec.volumeName === name
				? claim
				: await stores.claims.patch(claim, {metadata: {annotations}, spec: {volumeName: name}});
		const status = {phase: 'Bound', accessModes: claim.spec.accessModes, capacity: volume.spec.capacity};
		await stores.claims.patch(bound, {status}, '/status');
	}

	async #release(claim: Claim): Promise<void> {
		const {namespace, name, finalizers} = claim.metadata;
		const isUsed = [...this.#context.stores.pods.in(namespace)].some(({spec}) =>
			spec.volumes.some(({persistentVolumeClaim}) => persistentVolumeClaim?.claimName === name),
		);
		if (!isUsed && finalizers.includes(protection.claim)) {
			const rest = finalizers.filter(finalizer => finalizer !== protection.claim);
			await this.#context.stores.claims.patch(claim, {metadata: {finalizers: rest}});
		}
	}

	/** A volume that the claim names and that is not there is waited for. */
	async #volumeFor(claim: Claim): Promise<Volume | undefined> {
		const {volumes} = this.#context.stores;
		const {name, uid, namespace} = claim.metadata;
		const {volumeName, accessModes, storageClassName, volumeMode, resources} = claim.spec;
		const claimRef = {apiVersion: claims.apiVersion, kind: claims.kind, namespace, name, uid};
		const wanted = volumes.find('', volumeName === '' ? `pvc-${uid}` : volumeName);
		if (wanted !== undefined) {
			return wanted.spec.claimRef?.uid === uid ? wanted : await volumes.patch(wanted, {spec: {claimRef}});
		}

		if (volumeName !== '') {
			return undefined;
		}

		return await volumes.create('', {
			metadata: {name: `pvc-${uid}`, annotations: provisioned},
			spec: {
				accessModes,
				capacity: {storage: resources.requests.storage ?? '1Gi'},
				claimRef,
				persistentVolumeReclaimPolicy: 'Delete',
				volumeMode,
				...(storageClassName !== '' && {storageClassName}),
				hostPath: {path: `/sandbox/${namespace}/${name}`},
			},
		});
	}

	async #reconcileVolume(uid: string): Promise<undefined> {
		const {volumes} = this.#context.stores;
		const volume = volumes.get(uid);
		if (volume === undefined) {
			return;
		}

		const {metadata, spec, status} = volume;
		const phase = this.#phaseOf(volume);
		if (isDeleted(volume)) {
			const rest = metadata.finalizers.filter(finalizer => finalizer !== protection.volume);
			if (phase !== 'Bound' && rest.length < metadata.finalizers.length) {
				await volumes.patch(volume, {metadata: {finalizers: rest}});
			}

			return;
		}

		if (phase === 'Released' && spec.persistentVolumeReclaimPolicy === 'Delete') {
			await volumes.remove(volume);
		} else if (phase !== status.phase) {
			await volumes.patch(volume, {status: {phase}}, '/status');
		}
	}

	#phaseOf({spec: {claimRef}}: Volume): 'Available' | 'Bound' | 'Released' {
		if (claimRef === undefined || claimRef.uid === '') {
			return 'Available';
		}

		return this.#context.stores.claims.get(claimRef.uid) === undefined ? 'Released' : 'Bound';
	}
}
