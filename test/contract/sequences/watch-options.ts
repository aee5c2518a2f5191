import {maps} from '../samples.ts';
import {configMap, get, post, type Sequence, type Step} from '../sequence.ts';

const web = {labelSelector: 'app=web'};
const create = post(maps, configMap('one', {a: '1'}, {labels: {app: 'web'}}));

function refused(query: Readonly<Record<string, string>>): Step {
	return get(maps, {query: {watch: 'true', ...query}});
}

export const watchOptions: readonly Sequence[] = [
	{
		title: 'a watch may not name a match of versions unless it asks for initial events',
		steps: [
			refused({resourceVersionMatch: 'NotOlderThan'}),
			refused({resourceVersionMatch: 'Exact', resourceVersion: '1'}),
			refused({resourceVersionMatch: 'Whatever'}),
		],
	},
	{
		title: 'who asks for initial events says NotOlderThan',
		steps: [
			refused({sendInitialEvents: 'true'}),
			refused({sendInitialEvents: 'false'}),
			refused({sendInitialEvents: 'true', resourceVersionMatch: 'Exact'}),
		],
	},
	{title: 'a watch does not go on from a page', steps: [refused({continue: 'abc'})]},
	{
		title: 'a watch from a version that is no number is refused',
		steps: [refused({resourceVersion: 'x'}), refused({resourceVersion: '-1'})],
	},
	{
		title: 'a watch by a selector that can not be read is refused',
		steps: [
			refused({labelSelector: 'a b'}),
			refused({labelSelector: 'a in b'}),
			refused({labelSelector: 'a=-'}),
			refused({fieldSelector: 'metadata.name'}),
			refused({fieldSelector: 'data.a=1'}),
		],
	},
	{
		title: 'a watch with a time limit that is no number is refused',
		steps: [refused({timeoutSeconds: 'x'})],
	},
	{
		title: 'a watch in YAML is refused',
		steps: [get(maps, {query: {watch: 'true', timeoutSeconds: '1'}, accept: 'application/yaml', only: []})],
	},
	{
		title: 'a watch in a form that nobody knows is refused',
		steps: [get(maps, {query: {watch: 'true', timeoutSeconds: '1'}, accept: 'text/html'})],
	},
	{
		title: 'a name in the path is read and not watched',
		steps: [create, get(`${maps}/one`, {query: {watch: 'true'}}), get(`${maps}/two`, {query: {watch: 'true'}})],
	},
	{
		title: 'false and 0 ask for no watch, all else does',
		steps: [
			create,
			get(maps, {query: {...web, watch: 'false'}}),
			get(maps, {query: {...web, watch: 'False'}}),
			get(maps, {query: {...web, watch: '0'}}),
			...['', '1', 'f', 'no'].flatMap<Step>(value => [
				{kind: 'watch', name: `w${value}`, path: maps, query: {...web, watch: value, timeoutSeconds: '1'}},
				{kind: 'events', of: `w${value}`, until: 1},
			]),
		],
	},
	{
		title: 'a limit does not limit a watch',
		steps: [
			create,
			post(maps, configMap('two', {}, {labels: {app: 'web'}})),
			{kind: 'watch', name: 'w', path: maps, query: {...web, limit: '1'}},
			{kind: 'events', of: 'w', until: 2},
		],
	},
	{
		title: 'the old paths of watches are served',
		steps: [create, get('/api/v1/watch/namespaces/{namespace}/configmaps', {query: {...web, timeoutSeconds: '1'}})],
	},
	{
		title: 'a watch in a namespace that is not there opens',
		steps: [
			{kind: 'watch', name: 'w', path: '/api/v1/namespaces/{unique}-no/configmaps', query: {timeoutSeconds: '1'}},
			{kind: 'events', of: 'w', until: 'end'},
		],
	},
];
