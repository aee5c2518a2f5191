import type {Served} from '../registry.ts';
import type {Stored} from '../store/stored.ts';
import type {Cluster} from '../verbs/context.ts';
import {finishDefinition, followDefinition} from './definition.ts';
import {forgetEvents} from './event.ts';
import {fillNamespace} from './namespace.ts';

/** What follows from a write at once; `stored` is undefined where `before` was removed. */
export function afterWrite(
	cluster: Cluster,
	{storage, isCustom}: Pick<Served, 'storage' | 'isCustom'>,
	stored: Stored | undefined,
	before?: Stored,
): void {
	switch (storage) {
		case 'namespaces':
			if (stored !== undefined) {
				fillNamespace(cluster, stored);
			}

			break;
		case 'services':
			if (before !== undefined) {
				cluster.allocator.release(before.object);
			}

			if (stored !== undefined) {
				cluster.allocator.take(stored.object);
			}

			break;
		case 'events':
			forgetEvents(cluster, stored, before);
			break;
		case 'customresourcedefinitions.apiextensions.k8s.io':
			followDefinition(cluster, stored, before);
			break;
		default:
			if (isCustom && stored === undefined) {
				finishDefinition(cluster, storage);
			}
	}
}
