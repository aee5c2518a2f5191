import {UsageError} from '../../model/operator-error.ts';
import type {Clusters} from '../../model/ports.ts';

/** Where there is no kubeconfig: every destination has that problem. */
export function withoutClusters(problem: string): Clusters {
	return {
		contextOf: () => ({problem}),
		open() {
			throw new UsageError(problem);
		},
		overview: () => ({context: '', server: '', contexts: []}),
		async close() {},
	};
}
