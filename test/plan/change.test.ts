import {expect, test} from 'vitest';
import type {JsonObject} from '../../source/model/json.ts';
import {type FieldManager, keyOf, type Live} from '../../source/model/resource.ts';
import {hashOf} from '../../source/plan/canonical.ts';
import {creation, deletion, takesFromKubectl, update} from '../../source/plan/change.ts';
import type {Desired} from '../../source/plan/desired.ts';

const id = {group: '', version: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'a'};
const kind = {...id, plural: 'configmaps', isNamespaced: true, isListable: true};

const desired = (data: JsonObject): Desired => {
	const body: JsonObject = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a', namespace: 'shop'}, data};
	const origin = {file: 'a.yaml', line: 1};
	return {id, key: keyOf(id), wave: 0, origin, body, masked: body, hash: hashOf(body), kind, isKindNew: false};
};

const manager = (name: string, operation: string, ...paths: string[]): FieldManager => ({
	manager: name,
	operation,
	subresource: '',
	time: '',
	paths,
});

const live = (data: JsonObject, managers: FieldManager[] = [], metadata: JsonObject = {}): Live => ({
	id,
	uid: 'u',
	resourceVersion: '5',
	body: {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a', namespace: 'shop', ...metadata}, data},
	managers,
});

const ours = {kind: 'ours'} as const;
const between = (git: JsonObject, before: Live, after: Live) =>
	update({desired: desired(git), live: before, claim: ours, answer: after, secretKey: ''});

test('a field that changes is named with both sides, and with who else owns it', () => {
	const before = live({x: '1'}, [manager('kubectl-edit', 'Update', 'data.x'), manager('trueup', 'Apply', 'data.x')]);
	expect(between({x: '2'}, before, live({x: '2'}))?.fields).toEqual([
		{path: 'data.x', before: '1', after: '2', managers: ['kubectl-edit (Update)']},
	]);
});

test('a dry-run that answers what is there means that nothing changes', () => {
	expect(between({x: '1'}, live({x: '1'}), live({x: '1'}))).toBeUndefined();
});

test.for<[title: string, metadata: JsonObject, status: JsonObject]>([
	['a version', {resourceVersion: '9'}, {}],
	['a generation', {generation: 7}, {}],
	['a status', {}, {ready: true}],
])('%s that moved is no change, and leaves the digest as it is', ([, metadata, status]) => {
	const moved = live({x: '1'}, [], metadata);
	const one = between({x: '2'}, live({x: '1'}), live({x: '2'}));
	const other = between({x: '2'}, {...moved, body: {...moved.body, status}}, live({x: '2'}, [], metadata));
	expect(other?.digest).toBe(one?.digest);
	expect(between({x: '1'}, live({x: '1'}), moved)).toBeUndefined();
});

test('a live object that moved elsewhere makes another digest: it is not what was seen', () => {
	const one = between({x: '2'}, live({x: '1'}), live({x: '2'}));
	const other = between({x: '2'}, live({x: '1', y: 'new'}), live({x: '2', y: 'new'}));
	expect(other?.digest).not.toBe(one?.digest);
});

test('what the server adds by itself is shown, and binds nobody', () => {
	const one = between({x: '2'}, live({x: '1'}), live({x: '2', added: 'port-1'}));
	const other = between({x: '2'}, live({x: '1'}), live({x: '2', added: 'port-2'}));
	expect(one?.fields).toContainEqual({path: 'data.added', after: 'port-1', managers: [], isFromServer: true});
	expect(other?.digest).toBe(one?.digest);
});

test('a creation is bound to what Git declares, whatever a dry-run makes up', () => {
	const one = creation(desired({x: '1'}), live({x: '1', address: '10.0.0.1'}).body, '');
	expect(one.digest).toBe(creation(desired({x: '1'}), live({x: '1', address: '10.0.0.2'}).body, '').digest);
	expect(one.digest).not.toBe(creation(desired({x: '2'}), undefined, '').digest);
});

test('a deletion is bound to what is deleted, whatever its version', () => {
	const one = deletion(live({x: '1'}), 0, '').digest;
	expect(deletion(live({x: '1'}, [], {resourceVersion: '9'}), 0, '').digest).toBe(one);
	expect(deletion(live({x: '2'}), 0, '').digest).not.toBe(one);
});

const kubectl = manager('kubectl-client-side-apply', 'Update', 'data.x', 'data.gone');

test('what kubectl once applied and Git does not declare goes away with the adoption, and is shown', () => {
	const before = live({x: '1', gone: 'old', kept: 'theirs'}, [kubectl, manager('other', 'Update', 'data.kept')]);
	const change = between({x: '1'}, before, before);
	expect(change?.fields).toEqual([
		{path: 'data.gone', before: 'old', managers: ['kubectl-client-side-apply (Update)']},
	]);
});

test.for<[title: string, managers: FieldManager[], git: JsonObject, isTaken: boolean]>([
	['an object that kubectl made is taken from it', [kubectl], {x: '1'}, true],
	['one that nobody applied has nothing to take', [], {x: '1'}, false],
	[
		'one of ours on which kubectl shares a field that Git dropped',
		[kubectl, manager('trueup', 'Apply', 'data.x', 'data.gone')],
		{x: '1'},
		true,
	],
	[
		'one of ours on which kubectl shares what Git still declares',
		[kubectl, manager('trueup', 'Apply', 'data.x')],
		{x: '1'},
		false,
	],
])('%s', ([, managers, git, isTaken]) => {
	expect(takesFromKubectl(desired(git), live({x: '1', gone: 'old'}, managers))).toBe(isTaken);
});

test('what the server filled in for kubectl comes back by itself, and is not shown as removed', () => {
	const applied = JSON.stringify({apiVersion: 'v1', kind: 'ConfigMap', data: {x: '1', gone: 'old'}});
	const theirs = manager('kubectl-client-side-apply', 'Update', 'data.x', 'data.gone', 'data.default');
	const annotations = {'kubectl.kubernetes.io/last-applied-configuration': applied};
	const before = live({x: '1', gone: 'old', default: 'filled in'}, [theirs], {annotations});
	expect(between({x: '1'}, before, before)?.fields.map(({path}) => path)).toEqual([
		'data.gone',
		'metadata.annotations',
	]);
});

test.for<[title: string, path: string, group: string, risks: string[]]>([
	['a change of a workload that restarts its pods says so', 'template', 'apps', ['restarts its pods']],
	['one that does not, does not', 'replicas', 'apps', []],
	['a kind of another group only looks like it', 'template', 'example.com', []],
])('%s', ([, member, group, risks]) => {
	const workload = {...id, group, version: 'v1', kind: 'Deployment'};
	const git = {...desired({}), id: workload};
	const at = (value: number): Live => ({...live({}), id: workload, body: {...live({}).body, spec: {[member]: value}}});
	const change = update({desired: git, live: at(1), claim: ours, answer: at(2), secretKey: ''});
	expect(change?.risks).toEqual(risks);
});
