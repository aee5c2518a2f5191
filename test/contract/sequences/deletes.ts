import type {Json} from '../../../source/model/json.ts';
import {maps} from '../samples.ts';
import {configMap, get, inNamespace, patch, post, put, remove, type Sequence, type Step} from '../sequence.ts';

const one = `${maps}/one`;
const create = post(maps, configMap('one', {a: '1'}), {name: 'made'});
const otherUid = '11111111-1111-1111-1111-111111111111';

function options(rest: Readonly<Record<string, Json>>): Json {
	return {apiVersion: 'v1', kind: 'DeleteOptions', ...rest};
}

function removeOne(rest: Readonly<Record<string, Json>>): Step {
	return remove(one, {body: options(rest)});
}

function held(finalizers: readonly string[]): Step {
	return post(maps, configMap('one', {}, {finalizers: [...finalizers]}));
}

/** Made, deleted, and looked for. */
function returned(apiVersion: string, resource: string, body: Readonly<Record<string, Json>>): readonly Step[] {
	const path = inNamespace(apiVersion, resource);
	return [post(path, {metadata: {name: 'one'}, ...body}, {isSilent: true}), remove(`${path}/one`), get(`${path}/one`)];
}

export const deletes: readonly Sequence[] = [
	{title: 'a deletion names what it deleted', steps: [create, remove(one), get(one), remove(one)]},
	{
		title: 'a deletion of some kinds is answered with the object',
		steps: [
			...returned('v1', 'secrets', {}),
			...returned('v1', 'services', {spec: {clusterIP: 'None', ports: [{port: 80}]}}),
			...returned('v1', 'podtemplates', {template: {spec: {containers: [{name: 'a', image: 'a'}]}}}),
			...returned('v1', 'serviceaccounts', {}),
			...returned('coordination.k8s.io/v1', 'leases', {}),
		],
	},
	{
		title: 'a finalizer holds an object until it is taken off',
		steps: [
			held(['trueup.dev/a', 'trueup.dev/b']),
			remove(one),
			get(one),
			remove(one),
			patch('merge', one, {metadata: {finalizers: ['trueup.dev/a']}}),
			patch('merge', one, {metadata: {finalizers: null}}),
			get(one),
		],
	},
	{
		title: 'an object under deletion can be changed, but takes no new finalizers',
		steps: [
			held(['trueup.dev/a']),
			remove(one),
			patch('merge', one, {data: {a: '2'}}),
			patch(
				'merge',
				one,
				{metadata: {finalizers: ['trueup.dev/a', 'trueup.dev/b']}},
				{only: ['code', 'message', 'details.causes.0']},
			),
			patch('merge', one, {metadata: {deletionTimestamp: null}}),
			get(one),
		],
	},
	{
		title: 'the name of an object under deletion is taken until it is gone',
		steps: [
			held(['trueup.dev/a']),
			remove(one),
			post(maps, configMap('one', {})),
			put(one, configMap('one', {})),
			get(one),
			post(maps, configMap('one', {})),
		],
	},
	{title: 'a finalizer has the name of who sees to it', steps: [held(['hold']), held(['trueup.dev/a'])]},
	{
		title: 'a deletion goes by the uid that it names',
		steps: [
			create,
			removeOne({preconditions: {uid: otherUid}}),
			get(one),
			removeOne({preconditions: {uid: '{as:made.metadata.uid}'}}),
			removeOne({preconditions: {uid: otherUid}}),
		],
	},
	{
		title: 'a deletion goes by the version that it names',
		steps: [
			create,
			patch('merge', one, {data: {a: '2'}}, {name: 'changed'}),
			removeOne({preconditions: {resourceVersion: '1'}}),
			removeOne({
				preconditions: {uid: '{as:made.metadata.uid}', resourceVersion: '{as:changed.metadata.resourceVersion}'},
			}),
		],
	},
	{
		title: 'a dry run deletes nothing',
		steps: [
			create,
			remove(one, {query: {dryRun: 'All'}}),
			removeOne({dryRun: ['All']}),
			remove(one, {query: {dryRun: 'Some'}}),
			removeOne({dryRun: ['Some']}),
			get(one),
		],
	},
	{
		title: 'a dry run of a deletion that would wait shows how it would wait',
		steps: [held(['trueup.dev/a']), remove(one, {query: {dryRun: 'All'}}), get(one)],
	},
	{
		title: 'a grace period means nothing to what takes no time',
		steps: [create, remove(one, {query: {gracePeriodSeconds: '30'}}), get(one)],
	},
	{
		title: 'a propagation that there is not is refused, as are two at once',
		steps: [
			create,
			removeOne({propagationPolicy: 'Sideways'}),
			remove(one, {query: {propagationPolicy: 'Sideways'}}),
			removeOne({propagationPolicy: 'Orphan', orphanDependents: true}),
			get(one),
		],
	},
	{
		title: 'options of a deletion that can not be read are refused',
		steps: [
			create,
			remove(one, {body: '{bad', only: ['code', 'reason']}),
			remove(one, {body: '[]', only: ['code']}),
			remove(one, {body: {apiVersion: 'v1', kind: 'Whatever'}, only: ['code', 'reason']}),
			removeOne({propagationPolicy: 3}),
			removeOne({gracePeriodSeconds: 'x'}),
			remove(one, {body: options({}), type: 'text/plain'}),
			get(one),
		],
	},
	{
		title: 'a deletion in the background takes off what one in the foreground has put on',
		steps: [
			held(['trueup.dev/hold', 'foregroundDeletion']),
			removeOne({propagationPolicy: 'Background'}),
			get(one),
			patch('merge', one, {metadata: {finalizers: null}}, {only: ['metadata.name']}),
		],
	},
	{
		title: 'fields of options that nobody knows are passed over',
		steps: [create, removeOne({whatever: 1})],
	},
	{
		title: 'a name is generated from its beginning',
		steps: [
			post(maps, {metadata: {generateName: 'one-'}}),
			post(maps, {metadata: {generateName: 'one-', name: 'two'}}),
			post(maps, {metadata: {generateName: 'One_'}}, {only: ['code', 'reason']}),
			post(maps, {metadata: {}}),
			post(maps, {metadata: {name: ''}}),
		],
	},
	{
		title: 'namespaces of the system are not deleted',
		steps: [remove('/api/v1/namespaces/default'), remove('/api/v1/namespaces/kube-system')],
	},
	{title: 'what is not there is not deleted', steps: [remove(one), remove('/api/v1/namespaces/{unique}-no')]},
];
