import {type JsonObject, listAt, objectAt, textAt, valueAt} from '../../objects/json.ts';
import {ageOf, humanDuration} from './age.ts';
import {type Column, column, type Row, wide} from './column.ts';
import {age, joined, name, selectorText} from './common.ts';

const numberAt = (object: JsonObject, ...path: readonly string[]) => Number(valueAt(object, ...path) ?? 0);

const count = (title: string, ...path: readonly string[]) =>
	column(title, ({object}) => numberAt(object, ...path), 'integer');

type Field = 'name' | 'image';

function containers({object}: Row, field: Field, template: readonly string[]): string {
	return joined(listAt(object, ...template, 'spec', 'containers').map(one => textAt(one, field) ?? ''));
}

const inTemplate = ['spec', 'template'] as const;

const containersAndImages = (template: readonly string[] = inTemplate): readonly Column[] => [
	wide('Containers', row => containers(row, 'name', template)),
	wide('Images', row => containers(row, 'image', template)),
];

const selector = (...path: readonly string[]) =>
	wide('Selector', ({object}) => selectorText(objectAt(object, ...path, 'matchLabels') ?? objectAt(object, ...path)));

const inSpec = ['spec', 'selector'] as const;

const replicas: readonly Column[] = [
	name,
	count('Desired', 'spec', 'replicas'),
	count('Current', 'status', 'replicas'),
	count('Ready', 'status', 'readyReplicas'),
	age,
	...containersAndImages(),
	selector(...inSpec),
];

export const workloadColumns: Readonly<Record<string, readonly Column[]>> = {
	'deployments.apps': [
		name,
		column(
			'Ready',
			({object}) => `${numberAt(object, 'status', 'readyReplicas')}/${numberAt(object, 'spec', 'replicas')}`,
		),
		// Numbers in the cells, and yet the real one calls them texts.
		{...count('Up-to-date', 'status', 'updatedReplicas'), type: 'string'},
		{...count('Available', 'status', 'availableReplicas'), type: 'string'},
		age,
		...containersAndImages(),
		selector(...inSpec),
	],
	'replicasets.apps': replicas,
	replicationcontrollers: replicas,
	'statefulsets.apps': [
		name,
		column(
			'Ready',
			({object}) => `${numberAt(object, 'status', 'readyReplicas')}/${numberAt(object, 'spec', 'replicas')}`,
		),
		age,
		...containersAndImages(),
	],
	'daemonsets.apps': [
		name,
		count('Desired', 'status', 'desiredNumberScheduled'),
		count('Current', 'status', 'currentNumberScheduled'),
		count('Ready', 'status', 'numberReady'),
		count('Up-to-date', 'status', 'updatedNumberScheduled'),
		count('Available', 'status', 'numberAvailable'),
		column('Node Selector', ({object}) => selectorText(objectAt(object, 'spec', 'template', 'spec', 'nodeSelector'))),
		age,
		...containersAndImages(),
		selector(...inSpec),
	],
	'jobs.batch': [
		name,
		column('Status', ({object}) => jobStatus(object)),
		column('Completions', ({object}) => completions(object)),
		column('Duration', row => duration(row)),
		age,
		...containersAndImages(),
		selector(...inSpec),
	],
	'cronjobs.batch': [
		name,
		column('Schedule', ({object}) => textAt(object, 'spec', 'schedule') ?? ''),
		column('Timezone', ({object}) => textAt(object, 'spec', 'timeZone') ?? '<none>'),
		column('Suspend', ({object}) => (valueAt(object, 'spec', 'suspend') === true ? 'True' : 'False'), 'boolean'),
		column('Active', ({object}) => listAt(object, 'status', 'active').length, 'integer'),
		column('Last Schedule', ({object, now}) => {
			const last = textAt(object, 'status', 'lastScheduleTime');
			return last === undefined ? '<none>' : ageOf(last, now);
		}),
		age,
		...containersAndImages(['spec', 'jobTemplate', 'spec', 'template']),
	],
	'controllerrevisions.apps': [
		name,
		column('Controller', ({object}) => {
			const owner = listAt(object, 'metadata', 'ownerReferences').find(one => objectAt(one)?.controller === true);
			const [group = ''] = (textAt(owner, 'apiVersion') ?? '').split('/');
			return owner === undefined
				? '<none>'
				: `${(textAt(owner, 'kind') ?? '').toLowerCase()}.${group}/${textAt(owner, 'name') ?? ''}`;
		}),
		column('Revision', ({object}) => numberAt(object, 'revision'), 'integer'),
		age,
	],
};

function hasCondition(job: JsonObject, type: string): boolean {
	return listAt(job, 'status', 'conditions').some(
		one => textAt(one, 'type') === type && textAt(one, 'status') === 'True',
	);
}

function jobStatus(job: JsonObject): string {
	const reached = ['Complete', 'Failed', 'Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(type =>
		hasCondition(job, type),
	);
	return textAt(job, 'metadata', 'deletionTimestamp') !== undefined ? 'Terminating' : (reached ?? 'Running');
}

function completions(job: JsonObject): string {
	const succeeded = numberAt(job, 'status', 'succeeded');
	const wanted = valueAt(job, 'spec', 'completions');
	const parallel = numberAt(job, 'spec', 'parallelism');
	return typeof wanted === 'number'
		? `${succeeded}/${wanted}`
		: parallel > 1
			? `${succeeded}/1 of ${parallel}`
			: `${succeeded}/1`;
}

function duration({object, now}: Row): string {
	const start = textAt(object, 'status', 'startTime');
	const end = textAt(object, 'status', 'completionTime');
	return start === undefined
		? ''
		: humanDuration((end === undefined ? now.getTime() : Date.parse(end)) - Date.parse(start));
}
