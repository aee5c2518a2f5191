import {clusterColumns} from './cluster.ts';
import type {Column} from './column.ts';
import {networkColumns} from './network.ts';
import {podColumns} from './pod.ts';
import {storageColumns} from './storage.ts';
import {workloadColumns} from './workloads.ts';

/** By the collection in the store, as k8s.io/kubernetes/pkg/printers/internalversion; what is not here shows name and age. */
export const builtInColumns: Readonly<Record<string, readonly Column[]>> = {
	pods: podColumns,
	...workloadColumns,
	...networkColumns,
	...storageColumns,
	...clusterColumns,
};
