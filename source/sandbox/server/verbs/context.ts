import type {View} from '../answer/view.ts';
import type {Request} from '../handler.ts';
import type {EventLife} from '../kinds/event.ts';
import type {Allocator} from '../kinds/service.ts';
import type {Registry} from '../registry.ts';
import type {Form} from '../request/accept.ts';
import type {Query} from '../request/query.ts';
import type {ObjectsTarget} from '../request/target.ts';
import type {Store} from '../store/store.ts';

/** The server's state, and its clock. */
export type Cluster = {
	readonly registry: Registry;
	readonly store: Store;
	now(): Date;
	/** PEM of the certificate authority; empty where there is none. */
	readonly ca: string;
	readonly allocator: Allocator;
	readonly eventLife: EventLife;
};

/** A request about objects, as far as it is read. */
export type Asked = {
	readonly cluster: Cluster;
	readonly request: Request;
	readonly target: ObjectsTarget;
	readonly query: Query;
	readonly form: Form;
};

export function viewOf({target, form, cluster}: Asked): View {
	return {served: target.served, form, now: cluster.now()};
}

/** RFC 3339 to the second, as metav1.Time. */
export function timestamp(date: Date): string {
	return `${date.toISOString().slice(0, 19)}Z`;
}

/** Who writes: the manager that is named, else the program, as the real server takes it from the user agent. */
export function managerOf({query, request}: Asked): string {
	return query.fieldManager || (request.userAgent.split('/', 1)[0] ?? '').slice(0, 128) || 'unknown';
}
