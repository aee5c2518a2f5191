import type {Json, JsonObject} from '../../../source/model/json.ts';
import {maps, map as path, service, servicePath} from '../samples.ts';
import {apply, get, inNamespace, patch, post, put, type Sequence} from '../sequence.ts';

const annotation = 'kubectl.kubernetes.io/last-applied-configuration';
const pointer = '/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration';
const byKubectl = {query: {fieldManager: 'kubectl-client-side-apply', fieldValidation: 'Strict'}};

type Data = Readonly<Record<string, string>>;

/** As kubectl writes it down. */
function manifest(data: Data): JsonObject {
	return {apiVersion: 'v1', data, kind: 'ConfigMap', metadata: {annotations: {}, name: 'a', namespace: 'x'}};
}

/** As kubectl sends it, with the copy of the manifest. */
function fromKubectl(data: Data, copied = data): JsonObject {
	const annotations = {[annotation]: `${JSON.stringify(manifest(copied))}\n`};
	return {apiVersion: 'v1', data, kind: 'ConfigMap', metadata: {annotations, name: 'a'}};
}

function bare(data: Data, metadata: JsonObject = {}): JsonObject {
	return {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a', ...metadata}, data};
}

function entry(manager: string, operation: string, fieldsV1: Json): JsonObject {
	return {manager, operation, apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1};
}

function ownedData(...keys: readonly string[]): JsonObject {
	return {'f:data': Object.fromEntries(keys.map(key => [`f:${key}`, {}]))};
}

/** What take-over.ts sends, over the answer of that step. */
function takeOver(step: number, managedFields: readonly Json[], removed: readonly Json[]): readonly Json[] {
	return [
		{op: 'replace', path: '/metadata/resourceVersion', value: `{${step}.metadata.resourceVersion}`},
		{op: 'replace', path: '/metadata/managedFields', value: managedFields},
		...removed,
	];
}

const removal = [{op: 'remove', path: pointer}];
const byTrueup = {query: {fieldManager: 'trueup'}};

export const applyFromKubectl: readonly Sequence[] = [
	{
		title: 'what kubectl applied from its own side is shared with who applies it next, and stays',
		steps: [
			post(maps, fromKubectl({a: '1', b: '1'}), byKubectl),
			apply('trueup', path, bare({a: '1'})),
			apply('trueup', path, bare({a: '2'})),
			apply('trueup', path, bare({a: '2'}), {query: {force: 'true'}}),
			patch('strategic', path, fromKubectl({a: '1', b: '2'}), byKubectl),
		],
	},
	{
		title: "fields that are taken over from kubectl are the applier's own, and go with it",
		steps: [
			post(maps, fromKubectl({a: '1', b: '1'}), byKubectl),
			patch('json', path, takeOver(0, [entry('trueup', 'Apply', ownedData('a', 'b'))], removal), byTrueup),
			apply('trueup', path, bare({a: '1', b: '1'})),
			apply('trueup', path, bare({a: '2'})),
			get(path),
		],
	},
	{
		title: 'fields are taken over with the time of the entry that they were in',
		steps: [
			post(maps, fromKubectl({a: '1'}), byKubectl),
			patch(
				'json',
				path,
				takeOver(
					0,
					[{...entry('trueup', 'Apply', ownedData('a')), time: '{0.metadata.managedFields.0.time}'}],
					removal,
				),
				byTrueup,
			),
			apply('trueup', path, bare({a: '1'})),
		],
	},
	{
		title: 'a take-over of an object that was changed meanwhile is a conflict',
		steps: [
			post(maps, fromKubectl({a: '1'}), byKubectl),
			patch('merge', path, {data: {b: '1'}}),
			patch('json', path, takeOver(0, [entry('trueup', 'Apply', ownedData('a'))], removal), byTrueup),
			get(path),
		],
	},
	{
		title: 'a take-over of an annotation that is gone is refused, and one of nothing but owners is none',
		steps: [
			post(maps, bare({a: '1'}), byKubectl),
			patch('json', path, takeOver(0, [entry('trueup', 'Apply', ownedData('a'))], removal), byTrueup),
			patch('json', path, takeOver(0, [entry('trueup', 'Apply', ownedData('a'))], []), byTrueup),
			apply('trueup', path, bare({})),
		],
	},
	{
		title: 'a take-over leaves the entries of others, and joins them by name',
		steps: [
			post(maps, fromKubectl({a: '1', b: '1'}), byKubectl),
			apply('trueup', path, bare({c: '1'})),
			patch('merge', path, {data: {d: '1'}}, {query: {fieldManager: 'hand'}}),
			patch(
				'json',
				path,
				takeOver(
					2,
					[entry('trueup', 'Apply', ownedData('a', 'b', 'c')), entry('hand', 'Update', ownedData('d'))],
					removal,
				),
				byTrueup,
			),
			apply('trueup', path, bare({c: '1'})),
		],
	},
	{
		title: 'a take-over of a list by keys lets its items go with the applier',
		steps: [
			post(
				inNamespace('v1', 'services'),
				service({ports: [{port: 80}, {port: 53, protocol: 'UDP', name: 'x'}]}),
				byKubectl,
			),
			post(
				inNamespace('v1', 'services'),
				service({
					ports: [
						{name: 'web', port: 80},
						{name: 'dns', port: 53, protocol: 'UDP'},
					],
				}),
				byKubectl,
			),
			patch(
				'json',
				servicePath,
				takeOver(1, [{...entry('trueup', 'Apply', null), fieldsV1: '{1.metadata.managedFields.0.fieldsV1}'}], []),
				byTrueup,
			),
			apply('trueup', servicePath, service({ports: [{name: 'web', port: 80}]})),
		],
	},
	{
		title: 'the manager kubectl has no conflict with what it had applied from its own side, and keeps the copy',
		steps: [
			post(maps, fromKubectl({a: '1', b: '1'}), byKubectl),
			apply('kubectl', path, bare({a: '2'})),
			apply('kubectl', path, bare({a: '3', c: '1'})),
			patch('merge', path, {data: {b: '2'}}, {query: {fieldManager: 'hand'}}),
			apply('kubectl', path, bare({a: '3', b: '3'})),
		],
	},
	{
		title: 'owners that a client forgets are no more, and the next applier finds who was there before',
		steps: [
			apply('one', path, bare({a: '1', b: '1'})),
			patch('merge', path, {metadata: {managedFields: [{}]}}),
			apply('two', path, bare({a: '1'})),
			apply('two', path, bare({b: '2'})),
			patch('json', path, [{op: 'replace', path: '/metadata/managedFields', value: []}]),
			patch('merge', path, {data: {c: '1'}}),
			apply('two', path, bare({})),
		],
	},
	{
		title: 'owners that a client leaves out of a replacement stay, and null forgets none',
		steps: [
			apply('one', path, bare({a: '1'})),
			put(path, bare({a: '1', b: '1'}), {query: {fieldManager: 'hand'}}),
			patch('merge', path, {metadata: {managedFields: null}}),
			put(path, bare({a: '1'}, {managedFields: []}), {query: {fieldManager: 'hand'}}),
		],
	},
	{
		title: 'owners that a client writes are taken as they are, unless they are broken',
		steps: [
			apply('one', path, bare({a: '1'})),
			put(path, bare({a: '1'}, {managedFields: [entry('two', 'Apply', ownedData('a', 'none'))]})),
			put(path, bare({a: '1'}, {managedFields: [entry('two', 'Other', ownedData('a'))]})),
			put(path, bare({a: '1'}, {managedFields: [{...entry('two', 'Apply', {}), fieldsType: 'FieldsV2'}]})),
			put(path, bare({a: '1'}, {managedFields: [{...entry('two', 'Apply', {}), apiVersion: ''}]})),
			put(path, bare({a: '1'}, {managedFields: [entry('two', 'Apply', {'g:data': {}})]})),
			patch('json', path, [{op: 'remove', path: '/metadata/managedFields'}]),
		],
	},
	{
		title: 'what kubectl creates and replaces is owned under the names that it gives',
		steps: [
			post(maps, bare({a: '1'}), {query: {fieldManager: 'kubectl-create'}}),
			put(path, bare({a: '1', b: '1'}), {query: {fieldManager: 'kubectl-replace'}}),
			patch('strategic', path, {data: {c: '1'}}, {query: {fieldManager: 'kubectl-edit'}}),
			patch('merge', path, {metadata: {labels: {x: '1'}}}, {query: {fieldManager: 'kubectl-label'}}),
			put(path, bare({c: '1'}), {query: {fieldManager: 'kubectl-replace'}}),
		],
	},
];
