import type {Recorder} from '../../recorder.ts';
import type {WorkQueue} from '../../work-queue.ts';
import {controlledBy, controllerOf, type Entity, isDeleted} from '../store/metadata.ts';
import type {Resource} from '../store/resource.ts';
import type {Store} from '../store/store.ts';
import type {Pod} from './pod.ts';
import {type Labels, matches, type Selector, type Template} from './template.ts';

type Selecting = Entity & {readonly spec: {readonly selector: Selector}};

/** Has the queue look at an owner when itself or a child changes, and at whoever would adopt one that nobody owns. */
export function lookWhenChanged<O extends Selecting, C extends Entity>(
	queue: WorkQueue,
	owners: Store<O>,
	children: Store<C>,
): void {
	owners.onChange(({after}) => {
		if (after !== undefined) {
			queue.add(after.metadata.uid);
		}
	});
	lookAtOwners(queue, owners, children);
}

/** Has the queue look at an owner when a child changes. */
export function lookAtOwners<O extends Selecting, C extends Entity>(
	queue: WorkQueue,
	owners: Store<O>,
	children: Store<C>,
): void {
	lookAtController(queue, owners.kind.kind, children);
	children.onChange(({after}) => {
		const isOrphan = after !== undefined && controllerOf(after) === undefined && !isDeleted(after);
		for (const uid of isOrphan ? adoptersOf(after, owners) : []) {
			queue.add(uid);
		}
	});
}

/** Has the queue look at a child's controller of that kind when the child changes. */
export function lookAtController<C extends Entity>(queue: WorkQueue, kind: string, children: Store<C>): void {
	const look = (child: C | undefined) => {
		const owner = child && controllerOf(child);
		if (owner?.kind === kind) {
			queue.add(owner.uid);
		}
	};
	children.onChange(({before, after}) => {
		look(before);
		look(after);
	});
}

function adoptersOf<O extends Selecting>({metadata}: Entity, owners: Store<O>): readonly string[] {
	return [...owners.in(metadata.namespace)]
		.filter(({spec}) => matches(spec.selector, metadata.labels))
		.map(owner => owner.metadata.uid);
}

/**
 * The owner's children by its selector: adopts what nobody owns, lets go of what does not match any more;
 * after ControllerRefManager of the controller manager.
 */
export async function claimChildren<C extends Entity>(
	owner: Selecting & {readonly resource: Resource},
	children: Store<C>,
): Promise<readonly C[]> {
	const {uid, namespace} = owner.metadata;
	const fits = ({metadata}: C) => matches(owner.spec.selector, metadata.labels);
	const owned = children.ownedBy(uid);
	const strays = owned.filter(child => !fits(child));
	const orphans = children.orphansIn(namespace).filter(child => fits(child) && !isDeleted(child));
	if (isDeleted(owner) || (strays.length === 0 && orphans.length === 0)) {
		return owned.filter(fits);
	}

	for (const orphan of orphans) {
		const ownerReferences = [...orphan.metadata.ownerReferences, controlledBy(owner.resource, owner)];
		await children.patch(orphan, {metadata: {ownerReferences}});
	}

	for (const stray of strays) {
		const ownerReferences = stray.metadata.ownerReferences.filter(reference => reference.uid !== uid);
		await children.patch(stray, {metadata: {ownerReferences}});
	}

	return children.ownedBy(uid).filter(fits);
}

/** What a pod of that template is made with. */
export function podOf(owner: Entity & {readonly resource: Resource}, template: Template, labels: Labels = {}) {
	const {name, namespace} = owner.metadata;
	return {
		metadata: {
			generateName: `${name}-`,
			namespace,
			labels: {...template.metadata.labels, ...labels},
			...(template.metadata.annotations && {annotations: template.metadata.annotations}),
			...(template.metadata.finalizers !== undefined && {finalizers: template.metadata.finalizers}),
			ownerReferences: [controlledBy(owner.resource, owner)],
		},
		spec: template.spec,
	};
}

/** How many pods of one owner are made or removed at the same time. */
const together = 16;

/** Makes and removes pods, and tells of each; stops at the first that fails. */
export class PodHand {
	readonly #pods: Store<Pod>;
	readonly #recorder: Recorder;

	constructor(pods: Store<Pod>, recorder: Recorder) {
		this.#pods = pods;
		this.#recorder = recorder;
	}

	async create(owner: Entity & {readonly resource: Resource}, bodies: readonly object[]): Promise<void> {
		await inSlices(bodies, async body => {
			try {
				const pod = await this.#pods.create(owner.metadata.namespace, body);
				this.#tell(owner, 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`);
			} catch (error) {
				this.#tell(owner, 'FailedCreate', `Error creating: ${reasonOf(error)}`);
				throw error;
			}
		});
	}

	async remove(owner: Entity & {readonly resource: Resource}, pods: readonly Pod[]): Promise<void> {
		await inSlices(pods, async pod => {
			await this.#pods.remove(pod);
			this.#tell(owner, 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
		});
	}

	#tell(owner: Entity & {readonly resource: Resource}, reason: string, message: string): void {
		const type = reason.startsWith('Failed') ? 'Warning' : 'Normal';
		this.#recorder.record(subjectOf(owner.resource, owner), {type, reason, message});
	}
}

async function inSlices<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
	for (let start = 0; start < items.length; start += together) {
		await Promise.all(items.slice(start, start + together).map(work));
	}
}

/** What an Event about the object refers to. */
export function subjectOf({apiVersion, kind}: Resource, {metadata: {name, namespace, uid}}: Entity) {
	return {apiVersion, kind, metadata: {name, namespace, uid}};
}

/** The server's own words, where the error holds a Status. */
export function reasonOf(error: unknown): string {
	const text = error instanceof Error ? error.message : String(error);
	return /"message":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1]?.replaceAll('\\"', '"') ?? text;
}
