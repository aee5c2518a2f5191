import {expect, test} from 'vitest';
import {subjectOf} from '../../../../source/adapters/cluster/rest/call.ts';
import {failureOf} from '../../../../source/adapters/cluster/rest/failure.ts';
import {InvalidError, type OperatorError} from '../../../../source/model/operator-error.ts';

const place = {context: 'prod', server: 'https://prod.example.com'};
const web = {group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web'};
const password = {group: '', version: 'v1', kind: 'Secret', namespace: 'shop', name: 'password'};

type Said = {readonly reason?: string; readonly details?: unknown; readonly message?: string};

function failure(status: number, said: Said | string, headers = {}, id = web): OperatorError {
	const text = typeof said === 'string' ? said : JSON.stringify({kind: 'Status', code: status, ...said});
	const type = {'content-type': typeof said === 'string' ? 'text/html; charset=utf-8' : 'application/json'};
	return failureOf({verb: 'apply', subject: subjectOf(id), place}, {status, headers: {...type, ...headers}, text});
}

test.for<[string, OperatorError, string, RegExp]>([
	[
		'401: the credentials',
		failure(401, {message: 'Unauthorized'}),
		'OperatorError',
		/^the credentials for cluster prod at https:\/\/prod\.example\.com are refused/,
	],
	[
		'403: who may not do what, in the words of the server',
		failure(403, {message: 'deployments.apps "web" is forbidden: User "viewer" cannot patch resource "deployments"'}),
		'ForbiddenError',
		/^may not apply Deployment shop\/web: .*User "viewer" cannot patch/,
	],
	[
		'404 of the namespace',
		failure(404, {message: 'namespaces "shop" not found', details: {name: 'shop', kind: 'namespaces'}}),
		'NotFoundError',
		/can't apply Deployment shop\/web: its namespace shop is not there/,
	],
	[
		'404 of the object',
		failure(404, {
			message: 'deployments.apps "web" not found',
			details: {name: 'web', group: 'apps', kind: 'deployments'},
		}),
		'NotFoundError',
		/can't apply Deployment shop\/web: it is not there/,
	],
	[
		'404 of the kind',
		failure(404, {message: 'the server could not find the requested resource', details: {}}),
		'NotFoundError',
		/does not serve Deployment \(apps\/v1\)/,
	],
	[
		'404 of the group, which the API server says as text',
		failure(404, '404 page not found\n', {'audit-id': 'x'}),
		'NotFoundError',
		/does not serve Deployment \(apps\/v1\)/,
	],
	[
		'404 of something that is not the API server',
		failure(404, '404 page not found\n'),
		'UnreachableError',
		/HTTP 404 with text\/html that is not of Kubernetes/,
	],
	[
		'409: another version',
		failure(409, {reason: 'Conflict', message: 'the object has been modified'}),
		'ChangedError',
		/was changed, deleted or made by someone else/,
	],
	['409: made at the same time', failure(409, {reason: 'AlreadyExists'}), 'ChangedError', /made by someone else/],
	['410', failure(410, {message: 'too old resource version'}), 'ExpiredError', /too old resource version/],
	[
		'422',
		failure(422, {message: 'spec.selector: field is immutable'}),
		'InvalidError',
		/refuses to apply .*: spec\.selector: field is immutable/,
	],
	[
		'400',
		failure(400, {message: 'strict decoding error: unknown field "spec.foo"'}),
		'InvalidError',
		/unknown field "spec\.foo"/,
	],
	[
		'500 that is about what was sent, as the API server answers applies',
		failure(500, {
			message:
				'failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): .spec.foo: field not declared in schema',
		}),
		'InvalidError',
		/\.spec\.foo: field not declared in schema/,
	],
	[
		'500 of an admission webhook that does not answer',
		failure(500, {reason: 'InternalError', message: 'failed calling webhook "policy": connection refused'}),
		'UnreachableError',
		/can't apply Deployment shop\/web: HTTP 500: failed calling webhook "policy"/,
	],
	['503 without a word on when', failure(503, {message: 'no endpoints'}), 'UnreachableError', /HTTP 503: no endpoints/],
	['503 with', failure(503, 'x', {'retry-after': '3'}), 'BusyError', /asks for 3 s of patience/],
	['429', failure(429, 'Too many requests', {'retry-after': '1'}), 'BusyError', /asks for 1 s of patience/],
	['a redirect', failure(302, ''), 'UnreachableError', /HTTP 302 with text\/html that is not of Kubernetes/],
	[
		'a login page',
		failure(403, '<html>secret page</html>'),
		'UnreachableError',
		/HTTP 403 with text\/html that is not/,
	],
	['half a status', failure(422, '{"kind":"Status","message":"x'), 'UnreachableError', /HTTP 422/],
	[
		'control characters of the server',
		failure(403, {message: 'no \u001b[2Jway\n'}),
		'ForbiddenError',
		/no \\x1b\[2Jway\\n$/,
	],
])('%s', ([, error, name, message]) => {
	expect(error.name).toBe(name);
	expect(error.message).toMatch(message);
});

test.for([
	['as the server says', '7', 7],
	['a second where it says nothing', '', 1],
	['a second where it says a date', 'Wed, 21 Oct 2015 07:28:00 GMT', 1],
	['a second where it says nonsense', '-5', 1],
] as const)('patience is asked for: %s', ([, header, seconds]) => {
	expect(failure(429, '', header === '' ? {} : {'retry-after': header})).toMatchObject({retryAfter: seconds});
});

test('a conflict of field managers names each field in our notation, and who owns it', () => {
	const cause = (message: string, field: string) => ({reason: 'FieldManagerConflict', message, field});
	const causes = [
		cause('conflict with "kubectl-edit" using apps/v1', '.spec.replicas'),
		cause(
			'conflict with "a \\"b\\"" with subresource "scale" using apps/v1',
			'.spec.template.spec.containers[name="web"].image',
		),
		cause('conflict with "m"', '.spec.ports[containerPort=80,protocol="TCP"].name'),
	];
	expect(failure(409, {reason: 'Conflict', details: {causes}})).toMatchObject({
		name: 'FieldConflictError',
		conflicts: [
			{manager: 'kubectl-edit', path: 'spec.replicas'},
			{manager: 'a \\"b\\"', path: 'spec.template.spec.containers.[name=web].image'},
			{manager: 'm', path: 'spec.ports.[containerPort=80,protocol=TCP].name'},
		],
	});
});

test.for<[string, OperatorError, unknown]>([
	[
		'as the server lists them, once each',
		failure(422, {
			details: {
				causes: [
					{field: 'spec.a', message: 'bad'},
					{field: 'spec.a', message: 'bad'},
				],
			},
		}),
		[{field: 'spec.a', message: 'bad'}],
	],
	[
		'of strict decoding',
		failure(400, {message: 'strict decoding error: unknown field "spec.foo", duplicate field "spec.bar"'}),
		[
			{field: 'spec.foo', message: 'unknown field'},
			{field: 'spec.bar', message: 'duplicate field'},
		],
	],
	[
		'of typed patches',
		failure(500, {
			message:
				'failed to create typed patch object (s/w; apps/v1, Kind=D): errors:\n  .spec.a: field not declared in schema\n  .spec.b[name="x"]: expected map, got &{[]}',
		}),
		[
			{field: 'spec.a', message: 'field not declared in schema'},
			{field: 'spec.b[name="x"]', message: 'expected map, got &{[]}'},
		],
	],
])('refused fields: %s', ([, error, causes]) => {
	expect(error).toMatchObject({causes});
});

const value = 'hunter2';

test.for<[string, number, Said]>([
	[
		'invalid',
		422,
		{
			message: `Invalid value: "${value}"`,
			details: {causes: [{field: 'data.x', message: `Invalid value: "${value}"`}]},
		},
	],
	[
		'badly typed',
		500,
		{message: `failed to create typed patch object (/b; /v1, Kind=Secret): .data.x: expected string, got ${value}`},
	],
	[
		'not to be converted',
		500,
		{message: `failed to convert new object (/b; /v1, Kind=Secret) to proper version: ${value}`},
	],
	['forbidden by a webhook', 403, {message: `admission webhook denied the request: ${value}`}],
	['a bad request', 400, {message: `strict decoding error: ${value}`}],
	['gone', 410, {message: value}],
	['broken', 500, {reason: 'InternalError', message: value}],
	['a page', 502, {message: value}],
])('the server quotes a value of a Secret that is %s: nothing of it is passed on', ([, status, said]) => {
	const error = failure(status, said, {}, password);
	expect(JSON.stringify([error.message, error.advice, error])).not.toContain(value);
	expect(error.message).toContain(`Secret shop/password`);
	expect(error.message).toContain(`HTTP ${status}`);
});

test('of a Secret the fields are named', () => {
	const error = failure(
		422,
		{
			details: {
				causes: [
					{field: 'data.x', message: value},
					{field: `"${value}"`, message: ''},
				],
			},
		},
		{},
		password,
	);
	expect(error).toBeInstanceOf(InvalidError);
	expect(error.message).toBe('the cluster refuses to apply Secret shop/password: HTTP 422, fields data.x');
	expect(error).toMatchObject({causes: [{field: 'data.x'}]});
});

test.for([{group: 'example.com'}, {kind: 'secret'}])(
	'of what is called Secret (%j) the words are withheld too',
	named => {
		const error = failure(422, {message: 'bad'}, {}, {...password, ...named});
		expect(error.message).not.toContain('bad');
	},
);

test('a kind that holds no value speaks for itself', () => {
	const error = failure(422, {message: 'bad'}, {}, {...password, kind: 'ExternalSecret', group: 'example.com'});
	expect(error.message).toContain('bad');
});
