import {expect, test} from 'vitest';
import {subjectOf} from '../../../../source/adapters/cluster/rest/call.ts';
import {failureOf} from '../../../../source/adapters/cluster/rest/failure.ts';

const place = {context: 'prod', server: 'https://prod.example.com'};
const web = {group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web'};
const password = {group: '', version: 'v1', kind: 'Secret', namespace: 'shop', name: 'password'};
const value = 'hunter2';

function failure(message: string, id = web) {
	const text = JSON.stringify({kind: 'Status', code: 403, message});
	return failureOf({verb: 'apply', subject: subjectOf(id), place}, {status: 403, headers: {}, text});
}

test('of a quota that is full it is advised to make room, and not to ask for rights', () => {
	const error = failure('pods "web" is forbidden: exceeded quota: small, requested: pods=1');
	expect(error).toMatchObject({name: 'OperatorError', advice: "Raise the namespace's quota, or free some of it"});
	expect(error.message).toMatch(/^can't apply Deployment shop\/web: .*exceeded quota: small/);
});

test.for([
	['webhook', 'admission webhook "friday.example.com" denied the request: not on a Friday'],
	['webhook that says nothing', 'admission webhook "friday.example.com" denied the request without explanation'],
	[
		'webhook that talks of rights',
		'admission webhook "w" denied the request: User "eve" cannot patch resource "deployments"',
	],
	[
		'policy',
		"deployments.apps \"web\" is forbidden: ValidatingAdmissionPolicy 'few' with binding 'all' denied request: too many",
	],
	[
		'policy that talks of the user',
		"deployments.apps \"web\" is forbidden: ValidatingAdmissionPolicy 'few' with binding 'all' denied request: no user may",
	],
	['pod security standard', 'pods "web" is forbidden: violates PodSecurity "restricted:latest": privileged'],
	['range of limits', 'pods "web" is forbidden: maximum cpu usage per Container is 1, but limit is 2'],
	[
		'service account that is not there',
		'pods "web" is forbidden: error looking up service account shop/web: not found',
	],
] as const)('of what a %s denies it is advised to change it, and not to ask for rights', ([, said]) => {
	const error = failure(said);
	expect(error).toMatchObject({name: 'OperatorError', advice: expect.stringMatching(/^No right is missing, a rule/)});
	expect(error.message).toBe(`can't apply Deployment shop/web: ${said}`);
});

test.for([
	'deployments.apps "web" is forbidden: User "eve" cannot patch resource "deployments" in API group "apps"',
	'roles.rbac.authorization.k8s.io "r" is forbidden: user "eve" (groups=["a"]) is attempting to grant RBAC permissions not currently held',
	'deployments.apps "web" is forbidden: cannot set an ownerRef on a resource you can\'t delete: no',
])('of what is refused as a right it is advised to ask for it: %s', said => {
	const error = failure(said);
	expect(error).toMatchObject({name: 'ForbiddenError', advice: expect.stringMatching(/^Ask for the right/)});
});

test('of a Secret that is denied the one who denies is named, and its reasons are not', () => {
	const said = [`admission webhook "w" denied the request: ${value}`, `secrets "p" is forbidden: too many ${value}`];
	expect(said.map(one => failure(one, password).message)).toEqual([
		"can't apply Secret shop/password: HTTP 403 of admission webhook w",
		"can't apply Secret shop/password: HTTP 403",
	]);
});
