import {maps} from '../samples.ts';
import {configMap, get, inNamespace, post, remove, type Sequence, type Step} from '../sequence.ts';

const secrets = inNamespace('v1', 'secrets');

function labelled(name: string, app: string, finalizers: readonly string[] = []): Step {
	const metadata = {labels: {app, own: '1'}, ...(finalizers.length > 0 && {finalizers: [...finalizers]})};
	return post(maps, configMap(name, {}, metadata), {isSilent: true});
}

const several = [labelled('one', 'web'), labelled('two', 'web', ['trueup.dev/hold']), labelled('three', 'other')];
const left = get(maps, {query: {labelSelector: 'own'}, only: ['items']});

function removeAll(query: Readonly<Record<string, string>>): Step {
	return remove(maps, {query});
}

export const deleteCollections: readonly Sequence[] = [
	{
		title: 'a deletion of many takes what its labels select',
		steps: [...several, removeAll({labelSelector: 'app=web'}), left],
	},
	{
		title: 'a deletion of many takes what its fields select',
		steps: [...several, removeAll({fieldSelector: 'metadata.name=three'}), left],
	},
	{
		title: 'a deletion of many may find none',
		steps: [...several, removeAll({labelSelector: 'app=nobody'}), left],
	},
	{
		title: 'a deletion of many that waits for finalizers can be asked for again',
		steps: [...several, removeAll({labelSelector: 'app=web'}), removeAll({labelSelector: 'app=web'}), left],
	},
	{
		title: 'a dry run of a deletion of many deletes none',
		steps: [...several, removeAll({labelSelector: 'own', dryRun: 'All'}), left],
	},
	{
		title: 'a deletion of many takes all of a namespace where nothing is selected',
		steps: [
			post(secrets, {metadata: {name: 'one'}}, {isSilent: true}),
			post(secrets, {metadata: {name: 'two'}}, {isSilent: true}),
			remove(secrets),
			get(secrets),
		],
	},
	{
		title: 'a deletion of many by a selector that can not be read is refused',
		steps: [
			...several,
			removeAll({labelSelector: 'a b'}),
			removeAll({fieldSelector: 'data.a=1'}),
			removeAll({labelSelector: 'own', resourceVersionMatch: 'Exact'}),
			left,
		],
	},
	{
		title: 'a deletion of many takes a page where that is asked for',
		steps: [...several, removeAll({labelSelector: 'own', limit: '1'}), left],
	},
	{
		title: 'many are not deleted in all namespaces at once',
		steps: [remove('/api/v1/configmaps', {query: {labelSelector: 'own={unique}'}})],
	},
	{
		title: 'a deletion of many goes by a propagation',
		steps: [
			...several,
			remove(maps, {query: {labelSelector: 'app=other'}, body: {propagationPolicy: 'Background'}}),
			remove(maps, {query: {labelSelector: 'own'}, body: {propagationPolicy: 'Sideways'}}),
			left,
		],
	},
];
