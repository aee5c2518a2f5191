import {expect, test} from 'vitest';
import {type JsonObject, text} from '../../source/model/json.ts';
import {groupVersion} from '../../source/model/resource.ts';
import {alterations} from '../../source/plan/alterations.ts';
import {place} from '../../source/plan/desired.ts';
import {application} from '../engine/support/harness.ts';

const desiredOf = (bodies: readonly JsonObject[]) =>
	place(
		bodies.map(body => ({
			id: {
				...groupVersion(text(body, 'apiVersion')),
				kind: text(body, 'kind'),
				namespace: text(body, 'metadata', 'namespace'),
				name: text(body, 'metadata', 'name'),
			},
			origin: {file: 'a.yaml', line: 1},
			body,
		})),
		application(),
		undefined,
		'key',
	).desired;

const between = (before: readonly JsonObject[], after: readonly JsonObject[]) =>
	alterations(desiredOf(before), desiredOf(after));

const object = (apiVersion: string, kind: string, name: string, rest: JsonObject = {}): JsonObject => ({
	apiVersion,
	kind,
	metadata: {name},
	...rest,
});

const secret = (token: string) => object('v1', 'Secret', 's', {stringData: {same: 'x', token}});

const web = (containers: readonly JsonObject[]) =>
	object('apps/v1', 'Deployment', 'web', {spec: {template: {spec: {containers}}}});

test('objects are added and changed in the order of application, and what is gone comes last, from what uses to what is used', () => {
	const before = [object('v1', 'Namespace', 'old'), object('v1', 'Service', 'old'), object('v1', 'ConfigMap', 'a')];
	const after = [web([]), object('v1', 'ConfigMap', 'a', {data: {b: '1'}}), object('v1', 'Namespace', 'new')];
	expect(between(before, after).map(({op, id}) => `${op} ${id.kind} ${id.name}`)).toEqual([
		'create Namespace new',
		'update ConfigMap a',
		'create Deployment web',
		'delete Service old',
		'delete Namespace old',
	]);
});

test('what is equal is no difference, in whatever order it is written', () => {
	const one = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}, data: {x: '1', y: '2'}};
	const other = {data: {y: '2', x: '1'}, metadata: {name: 'a'}, kind: 'ConfigMap', apiVersion: 'v1'};
	expect(between([one, secret('t')], [secret('t'), other])).toEqual([]);
});

test('values of Secrets are masked on both sides: equal ones look equal, changed ones changed', () => {
	const [change] = between([secret('hunter2')], [secret('hunter3')]);
	expect(change?.fields.map(({path}) => path)).toEqual(['data.token']);
	expect(JSON.stringify(change)).not.toMatch(/hunter|aHVudGVy/);
});

test('items that have names are told apart by them, and others by their place', () => {
	const [change] = between(
		[web([{name: 'a', image: 'a:1', args: ['x']}])],
		[
			web([
				{name: 'new', image: 'n:1'},
				{name: 'a', image: 'a:2', args: ['y']},
			]),
		],
	);
	expect(change?.fields.map(({path}) => path.replace('spec.template.spec.', ''))).toEqual([
		'containers.[name=a].image',
		'containers.[name=a].args.[0]',
		'containers.[name=new]',
	]);
	expect(change?.risks).toEqual(['restarts its pods']);
});

test('another version of a kind changes an object, and makes no other one of it', () => {
	const [change, ...others] = between(
		[object('policy/v1beta1', 'PodDisruptionBudget', 'a')],
		[object('policy/v1', 'PodDisruptionBudget', 'a')],
	);
	expect([change?.op, change?.fields, others]).toEqual([
		'update',
		[{path: 'apiVersion', before: 'policy/v1beta1', after: 'policy/v1', managers: []}],
		[],
	]);
});

test('what takes data with it says so', () => {
	expect(between([object('v1', 'PersistentVolumeClaim', 'a')], [])).toMatchObject([
		{op: 'delete', risks: ['deletes a PersistentVolumeClaim, and the data that hangs on it']},
	]);
});
