import {expect, test} from 'vitest';
import {decode} from '../../../source/sandbox/objects/decode.ts';
import {applyDefaults} from '../../../source/sandbox/objects/defaults.ts';
import type {Json, JsonObject} from '../../../source/sandbox/objects/json.ts';
import {invalid} from '../../../source/sandbox/objects/refusal.ts';
import {structuralSchema} from '../../../source/sandbox/objects/structural.ts';
import {validateCreate} from '../../../source/sandbox/objects/validate.ts';
import {thingSchema} from './support/thing.ts';

const schema = structuralSchema(thingSchema);
const kind = {group: 'example.com', version: 'v1', kind: 'Thing'};

function thing(spec: Json, more: JsonObject = {}): JsonObject {
	return {apiVersion: 'example.com/v1', kind: 'Thing', metadata: {name: 't'}, spec, ...more};
}

function answer(value: JsonObject, fieldValidation: 'Strict' | 'Ignore' = 'Strict') {
	const decoded = decode(value, {schema, kind, fieldValidation, custom: true});
	if (decoded.kind === 'refused') {
		return decoded.refusal.message;
	}

	const object = applyDefaults(decoded.object, schema);
	const causes = validateCreate(object, schema);
	return causes.length === 0 ? object.spec : invalid({...kind, name: 't'}, causes).message;
}

const start = 'Thing.example.com "t" is invalid: ';
const unread = 'Thing in version "v1" cannot be handled as a Thing: ';

/** As a real control plane answered. */
test.for<[string, JsonObject, Json | undefined]>([
	['a default', thing({size: 3}), {size: 3, color: 'red'}],
	[
		'unknown fields',
		thing({size: 3, foo: 1, ports: [{port: 1, x: 1}]}),
		`${unread}strict decoding error: unknown field "spec.foo", unknown field "spec.ports[0].x"`,
	],
	['an unknown field at the top', thing({size: 1}, {foo: 1}), `${unread}strict decoding error: unknown field "foo"`],
	[
		'an unknown field of metadata',
		thing({size: 1}, {metadata: {name: 't', foo: 1}}),
		`${unread}strict decoding error: unknown field "metadata.foo"`,
	],
	[
		'wrong types',
		thing({size: 'x', color: 5}),
		`${start}[spec.size: Invalid value: "string": spec.size in body must be of type integer: "string", spec.color: Invalid value: "integer": spec.color in body must be of type string: "integer", spec.color: Unsupported value: 5: supported values: "red", "blue"]`,
	],
	['a missing field', thing({}), `${start}spec.size: Required value`],
	[
		'no value of an enum',
		thing({size: 1, color: 'green'}),
		`${start}spec.color: Unsupported value: "green": supported values: "red", "blue"`,
	],
	[
		'too large',
		thing({size: 11}),
		`${start}spec.size: Invalid value: 11: spec.size in body should be less than or equal to 10`,
	],
	[
		'too small',
		thing({size: 0}),
		`${start}spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1`,
	],
	['too long', thing({size: 1, name: 'abcdefg'}), `${start}spec.name: Too long: may not be more than 5 bytes`],
	['twice in a set', thing({size: 1, tags: ['a', 'a']}), `${start}spec.tags[1]: Duplicate value: "a"`],
	[
		'twice in a list with keys',
		thing({size: 1, ports: [{port: 1}, {port: 1, name: 'x'}]}),
		`${start}spec.ports[1]: Duplicate value: {"port":1,"protocol":"TCP"}`,
	],
	['too many', thing({size: 1, plain: [{}, {}, {}]}), `${start}spec.plain: Too many: 3: must have at most 2 items`],
	['nulls', thing({size: 1, n: null, name: null, color: null}), {size: 1, n: null, color: 'red'}],
	['a null struct', thing(null), undefined],
	[
		'a number in a map of texts',
		thing({size: 1, map: {a: 1}}),
		`${start}spec.map.a: Invalid value: "integer": spec.map.a in body must be of type string: "integer"`,
	],
	[
		'a list for an object',
		thing([]),
		`${start}spec: Invalid value: "array": spec in body must be of type object: "array"`,
	],
	[
		'a truth for a number or text',
		thing({size: 1, port: true}),
		`${start}spec.port: Invalid value: "boolean": spec.port in body must be of type integer,string: "boolean"`,
	],
	['free content', thing({size: 1, free: {a: {b: [1]}}}), {size: 1, color: 'red', free: {a: {b: [1]}}}],
])('%s', ([, value, expected]) => {
	expect(answer(value)).toEqual(expected);
});

test('unknown fields are pruned where nobody asks for them', () => {
	expect(answer(thing({size: 3, foo: 1}), 'Ignore')).toEqual({size: 3, color: 'red'});
});

test('a resource without a schema keeps all', () => {
	const open = structuralSchema({type: 'object', 'x-kubernetes-preserve-unknown-fields': true});
	const object = thing({anything: [1, {a: null}]});
	const decoded = decode(object, {schema: open, kind, fieldValidation: 'Strict', custom: true});
	expect(decoded).toEqual({kind: 'decoded', object, warnings: []});
});
