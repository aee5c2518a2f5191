import {withCondition} from '../workload/condition.ts';
import type {Condition} from '../workload/template.ts';
import type {Served} from './discovery.ts';

/** Objects of a kind that are still in a namespace, and the finalizers that they wait for. */
export type Leftover = {readonly resource: Served; readonly count: number; readonly finalizers: readonly string[]};

/** Why the namespace is still there, in the words of the real namespace controller. */
export function leftoverConditions(
	conditions: readonly Condition[],
	leftovers: readonly Leftover[],
	now: number,
): readonly Condition[] {
	const kinds = leftovers.map(({resource, count}) => `${nameOf(resource)} has ${count} resource instances`);
	const finalizers = leftovers.flatMap(leftover => leftover.finalizers);
	const counts = [...new Set(finalizers)].map(
		finalizer => `${finalizer} in ${finalizers.filter(one => one === finalizer).length} resource instances`,
	);
	const content = condition(
		'NamespaceContentRemaining',
		'SomeResourcesRemain',
		`Some resources are remaining: ${kinds.join(', ')}`,
	);
	const waiting = condition(
		'NamespaceFinalizersRemaining',
		'SomeFinalizersRemain',
		`Some content in the namespace has finalizers remaining: ${counts.join(', ')}`,
	);
	const all = [...good, content, ...(counts.length === 0 ? [] : [waiting])];
	return all.reduce((known, one) => withCondition(known, one, now), conditions);
}

/** What goes well is said, too. */
const good = [
	{
		...condition('NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'),
		status: 'False',
	},
	{
		...condition(
			'NamespaceDeletionGroupVersionParsingFailure',
			'ParsedGroupVersions',
			'All legacy kube types successfully parsed',
		),
		status: 'False',
	},
	{
		...condition(
			'NamespaceDeletionContentFailure',
			'ContentDeleted',
			'All content successfully deleted, may be waiting on finalization',
		),
		status: 'False',
	},
];

function condition(type: string, reason: string, message: string) {
	return {type, status: 'True', reason, message};
}

function nameOf({plural, apiVersion}: Served): string {
	const [group] = apiVersion.split('/');
	return apiVersion.includes('/') ? `${plural}.${group}` : `${plural}.`;
}
