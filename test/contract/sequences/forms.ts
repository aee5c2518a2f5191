import {deployments, maps} from '../samples.ts';
import {configMap, get, post, remove, type Sequence, type Step} from '../sequence.ts';
import {defined, thing, things, version} from '../things.ts';

const web = {labelSelector: 'app=web'};
const one = `${maps}/one`;
const create = post(maps, configMap('one', {a: '1', b: '2'}, {labels: {app: 'web'}}), {name: 'made'});

const partial = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
const partialList = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const table = 'application/json;as=Table;g=meta.k8s.io;v=v1';

/** All of a table but the descriptions of its columns. */
const shown = ['kind', 'apiVersion', 'metadata', 'rows', ...[0, 1, 2, 3, 4, 5, 6, 7].flatMap(columnParts)];

function columnParts(index: number): readonly string[] {
	return ['name', 'type', 'format', 'priority'].map(part => `columnDefinitions.${index}.${part}`);
}

function asTable(path: string, query: Readonly<Record<string, string>> = {}): Step {
	return get(path, {query, accept: table, only: shown});
}

const columns = [
	{name: 'Size', type: 'integer', jsonPath: '.spec.size', description: 'How big'},
	{name: 'Color', type: 'string', jsonPath: '.spec.color', priority: 1},
	{name: 'Inner', type: 'string', jsonPath: '.spec.inner'},
	{name: 'First', type: 'string', jsonPath: '.spec.list[0].name'},
	{name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status'},
	{name: 'When', type: 'date', jsonPath: '.spec.when'},
	{name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp'},
];

const deployment = {
	metadata: {name: 'one', labels: {app: 'web'}},
	spec: {
		replicas: 0,
		paused: true,
		selector: {matchLabels: {app: 'web'}},
		template: {metadata: {labels: {app: 'web'}}, spec: {containers: [{name: 'web', image: 'web:1'}]}},
	},
};

export const forms: readonly Sequence[] = [
	{
		title: 'the metadata alone of an object and of a list is given to who asks for it',
		steps: [
			create,
			get(one, {accept: partial}),
			get(maps, {query: web, accept: partialList}),
			get(maps, {query: {labelSelector: 'nothing'}, accept: partialList}),
			post(maps, configMap('two', {}), {accept: partial}),
			remove(one, {accept: partial}),
			get(one, {accept: partial}),
		],
	},
	{
		title: 'metadata of a list is no metadata of an object and the other way round',
		steps: [
			create,
			get(one, {accept: partialList}),
			get(maps, {query: web, accept: partial}),
			post(deployments, deployment, {isSilent: true}),
			get(`${deployments}/one`, {accept: partialList}),
		],
	},
	{
		title: 'a watch of metadata shows nothing else',
		steps: [
			create,
			{
				kind: 'watch',
				name: 'w',
				path: maps,
				query: {...web, sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan', allowWatchBookmarks: 'true'},
				accept: partial,
			},
			{kind: 'events', of: 'w', until: {type: 'BOOKMARK'}},
			remove(one),
			{kind: 'events', of: 'w', until: 1},
		],
	},
	{
		title: 'the first form that there is, is given',
		steps: [
			create,
			get(one, {accept: `application/json;as=Whatever;g=meta.k8s.io;v=v1,${partial}`}),
			get(one, {accept: 'application/json;as=Table;g=meta.k8s.io;v=v9,application/json'}),
			get(one, {accept: '*/*'}),
			get(one, {accept: 'application/*'}),
			get(one, {accept: ''}),
			get(one, {accept: 'text/html'}),
			get(one, {accept: 'text/html,application/json'}),
		],
	},
	{
		title: 'a table of ConfigMaps has its columns and a row for each',
		steps: [
			create,
			asTable(maps, web),
			asTable(one),
			asTable(maps, {labelSelector: 'nothing'}),
			asTable(`${maps}/two`),
			asTable(maps, {...web, limit: '1'}),
		],
	},
	{
		title: 'a table has as much of each object as is asked for',
		steps: [create, ...['None', 'Metadata', 'Object'].map(includeObject => asTable(maps, {...web, includeObject}))],
	},
	{
		title: 'the columns of a table are described',
		steps: [create, get(maps, {query: web, accept: table})],
	},
	{
		title: 'a table of a Deployment shows how many of its pods are ready',
		steps: [
			post(deployments, deployment, {isSilent: true}),
			get(`${deployments}/one`, {
				accept: table,
				only: [...[0, 1, 2, 3, 5, 6, 7].map(cell => `rows.0.cells.${cell}`), ...shown.slice(4)],
			}),
		],
	},
	{
		title: 'a watch of a table names its columns in its first event',
		steps: [
			create,
			{
				kind: 'watch',
				name: 'w',
				path: maps,
				query: {...web, sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan', allowWatchBookmarks: 'true'},
				accept: table,
			},
			{kind: 'events', of: 'w', until: {type: 'BOOKMARK'}, hasBookmarks: true, only: shown},
			remove(one),
			{kind: 'events', of: 'w', until: 1, only: [...shown, 'columnDefinitions']},
		],
	},
	{
		title: 'a table of custom resources has the columns of their definition',
		steps: [
			...defined([version('v1', {additionalPrinterColumns: columns})]),
			post(
				things,
				thing('one', {
					spec: {size: 1, color: 'red', inner: {a: 1}, list: [{name: 'x'}], when: '2020-01-01T00:00:00Z'},
					status: {
						conditions: [
							{type: 'Other', status: 'No'},
							{type: 'Ready', status: 'True'},
						],
					},
				}),
				{name: 'made'},
			),
			post(things, thing('two', {spec: {size: 'x', color: 5, when: 'x'}})),
			post(things, thing('three')),
			get(things, {accept: table}),
			get(`${things}/one`, {accept: table}),
			{
				kind: 'watch',
				name: 'w',
				path: things,
				query: {resourceVersion: '{as:made.metadata.resourceVersion}'},
				accept: table,
			},
			{kind: 'events', of: 'w', until: 2},
		],
	},
	{
		title: 'a table of custom resources without columns shows their age',
		steps: [...defined([version('v1')]), post(things, thing('one')), get(things, {accept: table})],
	},
	{
		title: 'an object and a refusal are YAML for who asks for it',
		steps: [
			create,
			get(one, {accept: 'application/yaml', only: []}),
			get(`${maps}/two`, {accept: 'application/yaml', only: []}),
			get(maps, {query: {labelSelector: 'nothing'}, accept: 'application/yaml', only: []}),
		],
	},
];
