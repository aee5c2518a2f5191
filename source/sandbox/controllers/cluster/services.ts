import {isDeepStrictEqual} from 'node:util';
import type {Context} from '../context.ts';
import {controlledBy, isDeleted} from '../store/metadata.ts';
import {createReconciler} from '../store/reconciler.ts';
import {type Pod, pods} from '../workload/pod.ts';
import {backends, isFor, loadBalancerAddress, sliceOf, subsetsOf} from './addresses.ts';
import {markOf, type Service, services} from './service.ts';

const managedBy = {
	endpoints: {'endpoints.kubernetes.io/managed-by': 'endpoint-controller'},
	slice: {'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io'},
} as const;

/** Says where each service's pods are, and gives those of type LoadBalancer an address. */
export class ServiceController {
	readonly #context: Context;

	constructor(context: Context) {
		this.#context = context;
	}

	start(): void {
		const {stores} = this.#context;
		const queue = createReconciler(uid => this.#reconcile(uid), {
			...this.#context,
			what: 'service',
			nameOf: uid => stores.services.nameOf(uid),
		});
		stores.services.onChange(({before, after}) => {
			if (after !== undefined) {
				queue.add(after.metadata.uid);
			} else if (before !== undefined) {
				void this.#forget(before).catch(() => undefined);
			}
		});
		stores.pods.onChange(({before, after}) => {
			for (const pod of [before, after].filter(one => one !== undefined)) {
				for (const service of servicesFor(pod, stores)) {
					queue.add(service.metadata.uid);
				}
			}
		});
	}

	async #reconcile(uid: string): Promise<undefined> {
		const {stores} = this.#context;
		const service = stores.services.get(uid);
		if (service === undefined || isDeleted(service)) {
			return;
		}

		await this.#giveAddress(service);
		if (service.spec.type !== 'ExternalName' && Object.keys(service.spec.selector).length > 0) {
			const found = backends(service, stores.pods.marked(service.metadata.namespace, markOf(service)));
			await this.#writeSlice(service, found);
			await this.#writeEndpoints(service, found);
		}
	}

	async #giveAddress(service: Service): Promise<void> {
		const isWanted = service.spec.type === 'LoadBalancer';
		const {ingress} = service.status.loadBalancer;
		if (isWanted !== ingress.length > 0) {
			const given = isWanted ? {ingress: [{ip: loadBalancerAddress(service.metadata.uid), ipMode: 'VIP'}]} : null;
			await this.#context.stores.services.patch(service, {status: {loadBalancer: given}}, '/status');
		}
	}

	async #writeSlice(service: Service, found: readonly Pod[]): Promise<void> {
		const {slices} = this.#context.stores;
		const {name, namespace, uid, labels} = service.metadata;
		const [slice] = slices.ownedBy(uid);
		const content = sliceOf(service, found);
		if (slice === undefined) {
			const metadata = {
				generateName: `${name}-`,
				namespace,
				labels: {...labels, 'kubernetes.io/service-name': name, ...managedBy.slice, ...headless(service)},
				ownerReferences: [controlledBy(services, service)],
			};
			await slices.create(namespace, {metadata, addressType: 'IPv4', ...content});
		} else if (!isDeepStrictEqual({endpoints: slice.endpoints ?? [], ports: slice.ports ?? []}, content)) {
			await slices.patch(slice, content);
		}
	}

	async #writeEndpoints(service: Service, found: readonly Pod[]): Promise<void> {
		const {endpoints} = this.#context.stores;
		const {name, namespace, labels} = service.metadata;
		const known = endpoints.find(namespace, name);
		const subsets = subsetsOf(service, found);
		if (known === undefined) {
			const metadata = {name, namespace, labels: {...labels, ...managedBy.endpoints, ...headless(service)}};
			await endpoints.create(namespace, {metadata, subsets});
		} else if (!isDeepStrictEqual(known.subsets, subsets)) {
			await endpoints.patch(known, {subsets});
		}
	}

	/** Endpoints have no owner; whoever made them removes them. */
	async #forget({metadata: {namespace, name}}: Service): Promise<void> {
		const {endpoints} = this.#context.stores;
		const known = endpoints.find(namespace, name);
		if (known?.metadata.labels['endpoints.kubernetes.io/managed-by'] !== undefined) {
			await endpoints.remove(known);
		}
	}
}

function headless({spec}: Service) {
	return spec.clusterIP === 'None' ? {'service.kubernetes.io/headless': ''} : {};
}

function servicesFor(pod: Pod, stores: Context['stores']): readonly Service[] {
	const marks = pods.marksOf?.(pod) ?? [];
	const candidates = marks.flatMap(mark => [...stores.services.marked(pod.metadata.namespace, mark)]);
	return candidates.filter(service => isFor(service, pod));
}
