import {expect, test} from 'vitest';
import {decode, type FieldValidation} from '../../../source/sandbox/objects/decode.ts';
import type {Json, JsonObject} from '../../../source/sandbox/objects/json.ts';
import {parseBody, parsePatch} from '../../../source/sandbox/objects/parse-body.ts';
import {builtInSchema} from '../../../source/sandbox/objects/schema.ts';

const kind = {group: 'apps', version: 'v1', kind: 'Deployment'};

function deployment(spec: JsonObject, container: JsonObject = {}, metadata: JsonObject = {}): JsonObject {
	const template = {metadata: {labels: {a: 'b'}}, spec: {containers: [{name: 'c', image: 'i', ...container}]}};
	return {apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: 'web', ...metadata}, spec: {template, ...spec}};
}

function read(value: Json, fieldValidation: FieldValidation = 'Strict', duplicates: readonly string[] = []) {
	const schema = builtInSchema(kind);
	return schema === undefined ? undefined : decode(value, {schema, kind, fieldValidation, duplicates, custom: false});
}

const start = 'Deployment in version "v1" cannot be handled as a Deployment: ';
const quantityRule = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

/** Messages as a real control plane answered them. */
test.for<[string, Json, string]>([
	[
		'a text for a number',
		deployment({replicas: '3'}),
		'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
	],
	[
		'a number for a text',
		deployment({}, {image: 5}),
		'json: cannot unmarshal number into Go struct field Container.spec.template.spec.containers.image of type string',
	],
	[
		'an object for a list',
		deployment({template: {spec: {containers: {}}}}),
		'json: cannot unmarshal object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container',
	],
	[
		'a label that is a number',
		deployment({}, {}, {labels: {a: 1}}),
		'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string',
	],
	[
		'a fraction',
		deployment({replicas: 1.5}),
		'json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32',
	],
	[
		'a number that is too large',
		deployment({replicas: 3_000_000_000}),
		'json: cannot unmarshal number 3000000000 into Go struct field DeploymentSpec.spec.replicas of type int32',
	],
	[
		'a value in a list in a list',
		deployment({}, {env: [{name: 'a', value: 1}]}),
		'json: cannot unmarshal number into Go struct field EnvVar.spec.template.spec.containers.env.value of type string',
	],
	[
		'a text for a truth',
		deployment({paused: 'yes'}),
		'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.paused of type bool',
	],
	[
		'a list for a struct',
		{...deployment({}), spec: []},
		'json: cannot unmarshal array into Go struct field Deployment.spec of type v1.DeploymentSpec',
	],
	[
		'a text for a struct',
		{...deployment({}), spec: 'x'},
		'json: cannot unmarshal string into Go struct field Deployment.spec of type v1.DeploymentSpec',
	],
	[
		'a port as text',
		deployment({}, {ports: [{containerPort: '80'}]}),
		'json: cannot unmarshal string into Go struct field ContainerPort.spec.template.spec.containers.ports.containerPort of type int32',
	],
	['no quantity', deployment({}, {resources: {limits: {cpu: 'abc'}}}), quantityRule],
	['a truth for a quantity', deployment({}, {resources: {limits: {cpu: true}}}), quantityRule],
	[
		'no time',
		deployment({}, {}, {creationTimestamp: 'abc'}),
		'parsing time "abc" as "2006-01-02T15:04:05Z07:00": cannot parse "abc" as "2006"',
	],
	[
		'unknown fields',
		deployment({foo: 1, bar: 2}, {imagee: 'x'}),
		'strict decoding error: unknown field "spec.template.spec.containers[0].imagee", unknown field "spec.foo", unknown field "spec.bar"',
	],
])('%s is refused', ([, value, message]) => {
	expect(read(value)).toMatchObject({
		kind: 'refused',
		refusal: {code: 400, reason: 'BadRequest', message: `${start}${message}`},
	});
});

test('unknown and duplicate fields are told in the order of the text, and fail only where that is asked for', () => {
	const text =
		'{"kind":"Deployment","kind":"Deployment","metadata":{"labels":{"a":"b","a":"c"}},"spec":{"foo":1,"replicas":1,"replicas":2}}';
	const parsed = parseBody(text, 'json', 'Deployment');
	const [value, duplicates] = parsed.kind === 'parsed' ? [parsed.value, parsed.duplicates] : [null, []];
	const told = [
		'duplicate field "kind"',
		'duplicate field "metadata.labels.a"',
		'unknown field "spec.foo"',
		'duplicate field "spec.replicas"',
	];
	expect(read(value, 'Warn', duplicates)).toMatchObject({
		kind: 'decoded',
		warnings: told,
		object: {spec: {replicas: 2}},
	});
	expect(read(value, 'Ignore', duplicates)).toMatchObject({kind: 'decoded', warnings: []});
	expect(read(value, 'Strict', duplicates)).toMatchObject({
		kind: 'refused',
		refusal: {message: `${start}strict decoding error: ${told.join(', ')}`},
	});
});

test('an object is written as Go writes it, and is itself where nothing had to be done', () => {
	const first = read(
		deployment({replicas: 0, paused: false}, {command: [], stdin: false, resources: {limits: {cpu: '1000m'}}}),
	);
	const object = first?.kind === 'decoded' ? first.object : {};
	const container = {name: 'c', image: 'i', resources: {limits: {cpu: '1'}}};
	const template = {metadata: {labels: {a: 'b'}}, spec: {containers: [container]}};
	expect(object).toEqual({
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: {name: 'web'},
		spec: {replicas: 0, strategy: {}, template},
		status: {},
	});
	const second = read(object);
	expect(second?.kind === 'decoded' ? second.object : undefined).toBe(object);
});

test.for<[string, string, readonly string[]]>([
	['{"a":1}', 'no duplicates', []],
	['{"a":1,"a":2}', 'at the top', ['a']],
	['{ "a": [ {"b": 1, "b": "x,}"}, {"c\\"d": {}, "c\\"d": null} ] }', 'in lists, with quotes', ['a[0].b', 'a[1].c"d']],
])('%s: %s', ([text, , duplicates]) => {
	expect(parseBody(text, 'json')).toMatchObject({kind: 'parsed', duplicates});
});

test.for<[string, ReturnType<typeof parseBody>, string]>([
	[
		'a cut text',
		parseBody('{"a":', 'json', 'Deployment'),
		'the object provided is unrecognized (must be of type Deployment): couldn\'t get version/kind; json parse error: unexpected end of JSON input ({"a":)',
	],
	[
		'a list to apply',
		parseBody('[]', 'yaml'),
		'error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}',
	],
	['a cut merge patch', parsePatch('{"a":', 'merge'), 'error decoding patch: unexpected end of JSON input'],
	['a cut strategic patch', parsePatch('{"a":', 'strategic'), 'unexpected end of JSON input'],
])('%s is refused', ([, parsed, message]) => {
	expect(parsed).toMatchObject({kind: 'refused', refusal: {code: 400, message}});
});

test('YAML is read as the API server reads it, duplicates and 1.1 truths included', () => {
	expect(parseBody('a: on\nb: "on"\nc: 010\nd: [1, x]\na: off\n', 'yaml')).toEqual({
		kind: 'parsed',
		value: {a: false, b: 'on', c: 8, d: [1, 'x']},
		duplicates: [],
		lines: ['line 5: key "a" already set in map'],
	});
});
