import type {Json} from '../../../source/model/json.ts';
import {apply, get, patch, post, put, type Sequence, type Step} from '../sequence.ts';
import {defined, thing, things, thingsIn, version} from '../things.ts';

/** A version whose schema has these fields in `spec`, and a free `status`. */
function specOf(properties: Readonly<Record<string, Json>>, rest: Readonly<Record<string, Json>> = {}): Json {
	const openAPIV3Schema = {
		type: 'object',
		properties: {
			spec: {type: 'object', properties, ...rest},
			status: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true},
		},
	};
	return version('v1', {schema: {openAPIV3Schema}});
}

const parts: Json = {
	status: {},
	scale: {
		specReplicasPath: '.spec.size',
		statusReplicasPath: '.status.replicas',
		labelSelectorPath: '.status.selector',
	},
};

function withParts(subresources: Json): Json {
	const spec = {type: 'object', properties: {size: {type: 'integer'}, color: {type: 'string'}}};
	const status = {type: 'object', properties: {replicas: {type: 'integer'}, selector: {type: 'string'}}};
	return version('v1', {
		schema: {openAPIV3Schema: {type: 'object', properties: {spec, status}}},
		...(subresources !== null && {subresources}),
	});
}

function about(title: string, versions: readonly Json[], steps: readonly Step[]): Sequence {
	return {title, steps: [...defined(versions), ...steps]};
}

const one = `${things}/one`;

export const customResources: readonly Sequence[] = [
	about(
		'defaults of a definition fill what is left out and what is null',
		[
			specOf({
				size: {type: 'integer', default: 3},
				color: {type: 'string', default: 'red', nullable: true},
				inner: {type: 'object', default: {}, properties: {deep: {type: 'boolean', default: true}}},
				outer: {type: 'object', properties: {deep: {type: 'boolean', default: true}}},
				list: {type: 'array', items: {type: 'object', properties: {a: {type: 'string', default: 'x'}}}},
			}),
		],
		[
			post(things, thing('one', {spec: {}})),
			post(things, thing('two', {spec: {size: null, color: null, outer: {}, list: [{}, {a: 'y'}]}})),
			post(things, thing('three')),
			apply('one', `${things}/four`, thing('four', {spec: {inner: {deep: false}}})),
			patch('merge', one, {spec: {size: 4}}),
			patch('merge', one, {spec: {size: null}}),
		],
	),
	about(
		'fields that a definition does not know are dropped and said',
		[specOf({size: {type: 'integer'}})],
		[
			post(things, thing('one', {spec: {size: 1, color: 'red'}})),
			post(things, thing('two', {spec: {color: 'red'}}), {query: {fieldValidation: 'Ignore'}}),
			post(things, thing('three', {spec: {color: 'red'}}), {query: {fieldValidation: 'Strict'}}),
			apply('one', `${things}/four`, thing('four', {spec: {size: 1, color: 'red'}})),
			patch('merge', one, {spec: {color: 'blue'}}),
			post(things, thing('five', {metadata: {annotations: {a: 'b'}, own: 'x'}, spec: {size: 1}})),
		],
	),
	about(
		'fields below one that preserves what it does not know are kept',
		[
			specOf({
				free: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true},
				known: {
					type: 'object',
					'x-kubernetes-preserve-unknown-fields': true,
					properties: {strict: {type: 'object', properties: {a: {type: 'string'}}}},
				},
				map: {type: 'object', additionalProperties: {type: 'string'}},
			}),
		],
		[
			post(
				things,
				thing('one', {
					spec: {
						free: {a: {b: [1, {c: null}]}},
						known: {other: 1, strict: {a: 'x', b: 'y'}},
						map: {x: 'y'},
					},
				}),
			),
			get(one),
		],
	),
	about(
		'an object in a field stays an object with its own kind',
		[
			specOf({
				inner: {type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true},
			}),
		],
		[
			post(things, thing('one', {spec: {inner: {apiVersion: 'v1', kind: 'Whatever', metadata: {name: 'x'}, a: 1}}})),
			post(things, thing('two', {spec: {inner: {a: 1}}})),
		],
	),
	about(
		'what does not fit the schema is refused with its causes',
		[
			specOf(
				{
					size: {type: 'integer', minimum: 1, maximum: 5},
					color: {type: 'string', enum: ['red', 'blue']},
					name: {type: 'string', pattern: '^[a-z]+$', maxLength: 3},
					list: {type: 'array', items: {type: 'string'}, maxItems: 1},
				},
				{required: ['size']},
			),
		],
		[
			post(things, thing('one', {spec: {}})),
			post(things, thing('one', {spec: {size: 'x'}})),
			post(things, thing('one', {spec: {size: 9}})),
			post(things, thing('one', {spec: {size: 1, color: 'green'}})),
			post(things, thing('one', {spec: {size: 1, name: 'ABCDE'}})),
			post(things, thing('one', {spec: {size: 1, list: ['a', 'b']}})),
			post(things, thing('one', {spec: 'x'})),
			post(things, thing('one', {spec: {size: 1}})),
			patch('merge', one, {spec: {size: 7}}),
		],
	),
	about(
		'the status of a custom resource is written by its subresource alone',
		[withParts(parts)],
		[
			post(things, thing('one', {spec: {size: 1}, status: {replicas: 5}})),
			patch('merge', `${one}/status`, {spec: {size: 2}, status: {replicas: 1}, metadata: {labels: {a: 'b'}}}),
			patch('merge', one, {spec: {size: 3}, status: {replicas: 9}}),
			get(`${one}/status`),
			put(one, thing('one', {spec: {size: 3}})),
			patch('merge', `${one}/status`, {status: null}),
		],
	),
	about(
		'a status without a subresource is a field as any other',
		[withParts(null)],
		[
			post(things, thing('one', {spec: {size: 1}, status: {replicas: 5}})),
			patch('merge', one, {status: {replicas: 6}}),
			get(`${one}/status`),
			patch('merge', `${one}/status`, {status: {replicas: 7}}),
			get(`${one}/scale`),
		],
	),
	about(
		'the generation of a custom resource counts changes of its spec',
		[withParts(parts)],
		[
			post(things, thing('one', {spec: {size: 1}})),
			patch('merge', one, {metadata: {labels: {a: 'b'}}}),
			patch('merge', one, {spec: {size: 2}}),
			patch('merge', `${one}/status`, {status: {replicas: 1}}),
			patch('merge', one, {spec: {size: 2}}),
		],
	),
	about(
		'the scale of a custom resource is read and written by its paths',
		[withParts(parts)],
		[
			post(things, thing('one', {spec: {color: 'red'}})),
			get(`${one}/scale`),
			patch('merge', `${one}/scale`, {spec: {replicas: 4}}),
			patch('merge', `${one}/status`, {status: {replicas: 2, selector: 'app=web'}}, {only: ['spec', 'status']}),
			get(`${one}/scale`),
			put(`${one}/scale`, {
				apiVersion: 'autoscaling/v1',
				kind: 'Scale',
				metadata: {name: 'one', namespace: '{namespace}', resourceVersion: '1'},
				spec: {replicas: 5},
			}),
			get(one, {only: ['spec', 'status', 'metadata.generation']}),
		],
	),
	about(
		'versions of a definition show the same object',
		[version('v1beta1', {storage: false}), version('v1', {subresources: {status: {}}})],
		[
			post(thingsIn('v1beta1'), thing('one', {spec: {size: 1}}, 'v1beta1')),
			get(one),
			apply('one', one, thing('one', {spec: {color: 'red'}})),
			get(thingsIn('v1beta1')),
			get(`${thingsIn('v1beta1')}/one/status`),
			post(things, thing('two', {}, 'v1beta1')),
		],
	),
	about(
		'an object of another kind is refused',
		[version('v1')],
		[
			post(things, {apiVersion: '{unique}.example.com/v1', kind: 'Other', metadata: {name: 'one'}}),
			post(things, {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'one'}}),
			post(things, {metadata: {name: 'one'}}),
			post(things, {kind: 'Thing', metadata: {name: 'one'}}),
		],
	),
	about(
		'custom resources are selected by what their definition names',
		[
			version('v1', {
				schema: {
					openAPIV3Schema: {
						type: 'object',
						properties: {spec: {type: 'object', properties: {color: {type: 'string'}}}},
					},
				},
				selectableFields: [{jsonPath: '.spec.color'}],
			}),
		],
		[
			post(things, thing('one', {spec: {color: 'red'}}), {name: 'made'}),
			post(things, thing('two', {spec: {color: 'blue'}})),
			get(things, {query: {fieldSelector: 'spec.color=red'}}),
			get(things, {query: {fieldSelector: 'spec.size=1'}}),
			{
				kind: 'watch',
				name: 'w',
				path: things,
				query: {fieldSelector: 'spec.color=red', resourceVersion: '{as:made.metadata.resourceVersion}'},
			},
			patch('merge', one, {spec: {color: 'blue'}}),
			patch('merge', `${things}/two`, {spec: {color: 'red'}}),
			{kind: 'events', of: 'w', until: 2},
		],
	),
];
