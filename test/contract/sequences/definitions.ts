import {isList, isObject, type Json, text} from '../../../source/model/json.ts';
import {get, patch, post, remove, type Sequence, type Step} from '../sequence.ts';
import {
	defined,
	definition,
	definitions,
	gone,
	group,
	isTrue,
	ownDefinition,
	served,
	silent,
	statusOf,
	thing,
	things,
	thingsIn,
	version,
} from '../things.ts';

const one = `${things}/one`;

function settled(path: string, holds: (body: Json, status: number) => boolean, only?: readonly string[]): Step {
	return {kind: 'until', request: get(path, only && {only}), holds, isCompared: true};
}

const ofResource = ['name', 'singularName', 'namespaced', 'kind', 'verbs', 'shortNames', 'categories'];
/** All but the hash of where it is stored, in which the group's name is. */
const shown = ['groupVersion', 'resources.1', ...ofResource.map(field => `resources.0.${field}`)];

function hasResources(count: number) {
	return (body: Json) => isObject(body) && isList(body.resources) && body.resources.length === count;
}

const twoVersions: readonly Json[] = [
	version('v1beta1', {storage: false, deprecated: true}),
	version('v1', {subresources: {status: {}}}),
];
const names = {shortNames: ['th'], categories: ['all'], singular: 'thing', listKind: 'ThingList'};

/** Until nobody can make any more. */
const isEnding: Step = {kind: 'until', request: get(things), holds: (_, status) => status === 404};

export const definitionsTable: readonly Sequence[] = [
	{
		title: 'a definition is filled in, then its names are accepted and it is established',
		steps: [post(definitions, definition(twoVersions)), settled(ownDefinition, body => isTrue(body, 'Established'))],
	},
	{
		title: 'a definition is in the discovery of its group and versions',
		steps: [
			...defined(twoVersions, {names}),
			settled(`/apis/${group}`, body => isObject(body) && isList(body.versions) && body.versions.length === 2),
			settled(`/apis/${group}/v1`, hasResources(2), shown),
			settled(`/apis/${group}/v1beta1`, hasResources(1), shown),
			get(`/apis/${group}/v2`),
			get(`/apis/no.${group}`),
		],
	},
	{
		title: 'an object of a version that is deprecated is answered with a warning',
		steps: [
			...defined(twoVersions),
			post(thingsIn('v1beta1'), thing('one', {}, 'v1beta1')),
			get(thingsIn('v1beta1')),
			get(things),
		],
	},
	{
		title: 'a version that is not served is not there',
		steps: [...defined([version('v1'), version('v2', {storage: false, served: false})]), get(thingsIn('v2'))],
	},
	{
		title: 'a definition that is not valid is refused with its causes',
		steps: [
			// Go's own spelling of the value is left out.
			post(definitions, definition([version('v1', {storage: false})]), {only: ['code', 'details.causes.1']}),
			post(definitions, definition([version('v1'), version('v2')]), {only: ['code', 'details.causes.0.field']}),
			post(definitions, definition([version('v1')], {scope: 'Galaxy'})),
		],
	},
	{
		title: 'a definition keeps its group, scope and plural',
		steps: [
			...defined([version('v1')]),
			patch('merge', ownDefinition, {spec: {scope: 'Cluster'}}),
			patch('merge', ownDefinition, {spec: {group: 'other.example.dev'}}),
			patch('merge', ownDefinition, {spec: {names: {plural: 'others'}}}),
		],
	},
	{
		title: 'a definition that wants the names of another is not established',
		steps: [
			...defined([version('v1')]),
			silent(post(definitions, definition([version('v1')], {names: {plural: 'others', kind: 'Thing'}}))),
			settled(`${definitions}/others.${group}`, body => statusOf(body, 'Established') === 'False'),
			get(`/apis/${group}/v1/namespaces/{namespace}/others`),
			get(`/apis/${group}/v1`, {only: ['resources.0.name', 'resources.1.name']}),
		],
	},
	{
		title: 'a version that is added is served and lists what was there',
		steps: [
			...defined([version('v1')]),
			post(things, thing('one')),
			patch('merge', ownDefinition, {spec: {versions: [version('v1'), version('v2', {storage: false})]}}, {only: []}),
			...served(thingsIn('v2')),
			get(`${thingsIn('v2')}/one`),
		],
	},
	{
		title: 'versions that were stored are remembered',
		steps: [
			...defined([version('v1')]),
			patch(
				'merge',
				ownDefinition,
				{spec: {versions: [version('v1', {storage: false}), version('v2')]}},
				{isSilent: true},
			),
			{
				kind: 'until',
				request: get(ownDefinition, {only: ['status.storedVersions']}),
				holds: body =>
					isObject(body) &&
					isObject(body.status) &&
					isList(body.status.storedVersions) &&
					body.status.storedVersions.length === 2,
				isCompared: true,
			},
		],
	},
	{
		title: 'a resource without a namespace has none in its path',
		steps: [
			silent(post(definitions, definition([version('v1')], {scope: 'Cluster'}))),
			...served(`/apis/${group}/v1/things`),
			post(`/apis/${group}/v1/things`, thing('one-{unique}')),
			get(`/apis/${group}/v1/things`),
			get(`/apis/${group}/v1/namespaces/{namespace}/things`),
			get(`/apis/${group}/v1`, {only: shown}),
			remove(`/apis/${group}/v1/things/one-{unique}`),
		],
	},
	{
		title: 'a definition takes its objects along',
		steps: [
			...defined([version('v1')]),
			post(things, thing('one'), {isSilent: true}),
			remove(ownDefinition, {only: ['kind', 'metadata.finalizers', 'status.conditions.2.type']}),
			gone(ownDefinition),
			isEnding,
			settled(`/apis/${group}`, (_, status) => status === 404),
			get(things),
		],
	},
	{
		title: 'the end of a definition is told under a watch of its objects, and ends it',
		steps: [
			...defined([version('v1')]),
			post(things, thing('one'), {name: 'made'}),
			{kind: 'watch', name: 'w', path: things, query: {resourceVersion: '{as:made.metadata.resourceVersion}'}},
			post(things, thing('two')),
			silent(remove(ownDefinition)),
			{kind: 'events', of: 'w', until: 'end', only: ['metadata.name', 'kind']},
		],
	},
	{
		title: 'a definition waits for objects with finalizers',
		steps: [
			...defined([version('v1')]),
			post(things, thing('one', {metadata: {finalizers: ['trueup.dev/hold']}}), {isSilent: true}),
			silent(remove(ownDefinition)),
			settled(one, body => text(body, 'metadata', 'deletionTimestamp') !== ''),
			post(things, thing('two')),
			patch('merge', one, {metadata: {finalizers: null}}, {only: ['metadata.name']}),
			gone(ownDefinition),
		],
	},
	{
		title: 'a definition that is made anew has none of the objects of before',
		steps: [
			...defined([version('v1')]),
			post(things, thing('one'), {name: 'made'}),
			silent(remove(ownDefinition)),
			gone(ownDefinition),
			isEnding,
			...defined([version('v1')]),
			get(things),
			post(things, thing('one')),
			{kind: 'watch', name: 'w', path: things, query: {resourceVersion: '{as:made.metadata.resourceVersion}'}},
			{kind: 'events', of: 'w', until: 'end'},
		],
	},
];
