import {afterAll, expect, test} from 'vitest';
import {type Ask, serve} from './harness.ts';

const server = await serve();
afterAll(() => server[Symbol.asyncDispose]());

const maps = '/api/v1/namespaces/default/configmaps';
const map = (name: string, data: object = {a: 'b'}) => ({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name}, data});
const apply = 'application/apply-patch+yaml';

await server.ask({method: 'POST', path: maps, body: map('known')});

type Refusal = {readonly code: number; readonly reason?: string; readonly message: string};

/** Wordings are those of a kube-apiserver 1.36. */
test.for<[string, Ask, Refusal]>([
	[
		'an unknown token',
		{path: '/api/v1/pods', token: 'nobody'},
		{code: 401, reason: 'Unauthorized', message: 'Unauthorized'},
	],
	[
		'a viewer who writes',
		{method: 'POST', path: maps, body: map('x'), token: 'viewer'},
		{
			code: 403,
			reason: 'Forbidden',
			message:
				'configmaps is forbidden: User "viewer" cannot create resource "configmaps" in API group "" in the namespace "default"',
		},
	],
	[
		'a resource that is not served',
		{path: '/api/v1/foos'},
		{code: 404, reason: 'NotFound', message: 'the server could not find the requested resource'},
	],
	[
		'an object that is not there',
		{path: `${maps}/gone`},
		{code: 404, reason: 'NotFound', message: 'configmaps "gone" not found'},
	],
	[
		'a namespace that is not there',
		{method: 'POST', path: '/api/v1/namespaces/nope/configmaps', body: map('x')},
		{code: 404, reason: 'NotFound', message: 'namespaces "nope" not found'},
	],
	[
		'a name that is taken',
		{method: 'POST', path: maps, body: map('known')},
		{code: 409, reason: 'AlreadyExists', message: 'configmaps "known" already exists'},
	],
	[
		'an old version',
		{method: 'PUT', path: `${maps}/known`, body: {...map('known'), metadata: {name: 'known', resourceVersion: '1'}}},
		{
			code: 409,
			reason: 'Conflict',
			message:
				'Operation cannot be fulfilled on configmaps "known": the object has been modified; please apply your changes to the latest version and try again',
		},
	],
	[
		'an apply with the uid of an object that is not there',
		{
			method: 'PATCH',
			path: `${maps}/new?fieldManager=x`,
			type: apply,
			body: {...map('new'), metadata: {name: 'new', uid: '123'}},
		},
		{
			code: 409,
			reason: 'Conflict',
			message:
				'Operation cannot be fulfilled on configmaps "new": uid mismatch: the provided object specified uid 123, and no existing object was found',
		},
	],
	[
		'an apply without a manager',
		{method: 'PATCH', path: `${maps}/known`, type: apply, body: map('known')},
		{
			code: 422,
			reason: 'Invalid',
			message: 'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
		},
	],
	[
		'a patch of an unknown type',
		{method: 'PATCH', path: `${maps}/known`, body: {}},
		{code: 415, reason: 'UnsupportedMediaType', message: '415: Unsupported Media Type'},
	],
	[
		'another name than that of the path',
		{method: 'PUT', path: `${maps}/known`, body: map('other')},
		{
			code: 400,
			reason: 'BadRequest',
			message: 'the name of the object (other) does not match the name on the URL (known)',
		},
	],
	[
		'another kind than that of the path',
		{method: 'POST', path: maps, body: {apiVersion: 'v1', kind: 'Secret', metadata: {name: 'x'}}},
		{
			code: 400,
			reason: 'BadRequest',
			message:
				'Secret in version "v1" cannot be handled as a ConfigMap: converting (v1.Secret) to (core.ConfigMap): unknown conversion',
		},
	],
	[
		'no name',
		{method: 'POST', path: maps, body: {metadata: {}}},
		{
			code: 422,
			reason: 'Invalid',
			message: 'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
		},
	],
	[
		'a method that the resource does not have',
		{method: 'PUT', path: maps, body: {}},
		{
			code: 405,
			reason: 'MethodNotAllowed',
			message: 'the server does not allow this method on the requested resource',
		},
	],
	[
		'a namespace that the cluster lives in',
		{method: 'DELETE', path: '/api/v1/namespaces/kube-system'},
		{
			code: 403,
			reason: 'Forbidden',
			message: 'namespaces "kube-system" is forbidden: this namespace may not be deleted',
		},
	],
	[
		'a field that can not be selected by',
		{path: '/api/v1/pods?fieldSelector=spec.foo%3Db'},
		{code: 400, reason: 'BadRequest', message: 'field label not supported: spec.foo'},
	],
	[
		'a selector that can not be read',
		{path: '/api/v1/pods?labelSelector=a+b'},
		{
			code: 400,
			reason: 'BadRequest',
			message: "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
		},
	],
	[
		'a version that is yet to come',
		{path: `${maps}?resourceVersion=99999999`},
		{
			code: 504,
			reason: 'Timeout',
			message: expect.stringMatching(/^Timeout: Too large resource version: 99999999, current: \d+$/),
		},
	],
])('%s is refused as the real server does', async ([, ask, refusal]) => {
	const {status, body} = await server.ask(ask);
	expect({status, body}).toMatchObject({status: refusal.code, body: {kind: 'Status', status: 'Failure', ...refusal}});
});

test.for<[string, Ask]>([
	['half a JSON', {method: 'POST', path: maps, body: '{"metadata":'}],
	['a list for an object', {method: 'POST', path: maps, body: []}],
	['a body that is too large', {method: 'POST', path: maps, body: map('large', {a: 'x'.repeat(3_200_000)})}],
	['an escape that is none', {path: '/api/v1/namespaces/%E0%A4%A'}],
	['an empty segment', {path: '/api/v1//pods'}],
	['protobuf that is none', {method: 'POST', path: maps, body: 'x', type: 'application/vnd.kubernetes.protobuf'}],
	['YAML that is none', {method: 'PATCH', path: `${maps}/y?fieldManager=x`, type: apply, body: '{a: ['}],
])('%s is refused, and the server goes on', async ([, ask]) => {
	const {status} = await server.ask(ask);
	expect(status).toBeGreaterThanOrEqual(400);
	expect(status).toBeLessThan(500);
	expect(await server.ask({path: '/readyz'})).toMatchObject({status: 200, body: 'ok'});
});

test('a dry-run writes nothing, and shows what would come of it', async () => {
	const before = await server.ask({path: maps});
	const created = await server.ask({method: 'POST', path: `${maps}?dryRun=All`, body: map('dry')});
	expect(created).toMatchObject({status: 201, body: {metadata: {name: 'dry', uid: expect.any(String)}}});
	const gone = await server.ask({method: 'DELETE', path: `${maps}/known?dryRun=All`});
	expect(gone).toMatchObject({status: 200, body: {status: 'Success'}});
	expect((await server.ask({path: maps})).body).toEqual(before.body);
});

test('an unknown field is told of, or refused where that is asked', async () => {
	const body = {...map('strict'), spec: 1};
	const warned = await server.ask({method: 'POST', path: `${maps}?dryRun=All`, body});
	expect(warned.headers.warning).toBe('299 - "unknown field \\"spec\\""');
	const refused = await server.ask({method: 'POST', path: `${maps}?dryRun=All&fieldValidation=Strict`, body});
	expect(refused).toMatchObject({status: 400, body: {message: expect.stringContaining('unknown field "spec"')}});
});

test('an apply that changes nothing leaves the version as it is', async () => {
	const ask: Ask = {
		method: 'PATCH',
		path: `${maps}/applied?fieldManager=trueup&force=true`,
		type: apply,
		body: map('applied'),
	};
	const first = await server.ask(ask);
	const second = await server.ask(ask);
	expect([first.status, second.status]).toEqual([201, 200]);
	expect(second.body).toEqual(first.body);
});

test('a finalizer holds an object until it is taken away', async () => {
	const held = {...map('held'), metadata: {name: 'held', finalizers: ['example.com/wait']}};
	await server.ask({method: 'POST', path: maps, body: held});
	const marked = await server.ask({method: 'DELETE', path: `${maps}/held`});
	expect(marked.body.metadata).toMatchObject({deletionTimestamp: expect.any(String), deletionGracePeriodSeconds: 0});
	const body = {metadata: {finalizers: null}};
	await server.ask({method: 'PATCH', path: `${maps}/held`, type: 'application/merge-patch+json', body});
	expect(await server.ask({path: `${maps}/held`})).toMatchObject({status: 404});
});

test('a Service gets an address and a port of its own, and keeps them', async () => {
	const path = '/api/v1/namespaces/default/services';
	const body = {metadata: {name: 'web'}, spec: {type: 'NodePort', ports: [{port: 80}]}};
	const {spec} = (await server.ask({method: 'POST', path, body})).body;
	expect(spec).toMatchObject({clusterIP: expect.stringMatching(/^10\.96\./), ports: [{nodePort: expect.any(Number)}]});
	const again = await server.ask({method: 'PUT', path: `${path}/web`, body});
	expect(again.body.spec).toEqual(spec);
	const other = {metadata: {name: 'thief'}, spec: {ports: [{port: 80}], clusterIP: spec.clusterIP}};
	expect(await server.ask({method: 'POST', path, body: other})).toMatchObject({status: 422});
});

test('what kubectl sends as protobuf is read', async () => {
	// `kubectl create namespace pb`, as it goes over the wire.
	const body = 'k8s\0\n\x0f\n\x02v1\x12\tNamespace\x12\x10\n\n\n\x02pb\x12\0\x1a\0"\0\x12\0\x1a\0\x1a\0"\0';
	const path = '/api/v1/namespaces?fieldManager=kubectl-create';
	const created = await server.ask({method: 'POST', path, body, type: 'application/vnd.kubernetes.protobuf'});
	expect(created).toMatchObject({status: 201, body: {metadata: {name: 'pb'}, status: {phase: 'Active'}}});
});

test('every answer bears an audit id, by which clients tell an API server from a proxy', async () => {
	const answers = await Promise.all([
		server.ask({path: maps}),
		server.ask({path: '/apis/gone.example/v1/widgets'}),
		server.ask({path: '/version'}),
	]);
	expect(answers.map(({headers}) => String(headers['audit-id']).length)).toEqual([36, 36, 36]);
});
