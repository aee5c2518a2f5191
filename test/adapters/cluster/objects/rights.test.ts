import type {ServerResponse} from 'node:http';
import {expect, test} from 'vitest';
import {grants} from '../../../../source/adapters/cluster/objects/rights.ts';
import type {Right} from '../../../../source/model/right.ts';
import {type Asked, clusterAt, never, refuse, reply, startApi} from '../fakes/api.ts';

const patch: Right = {verb: 'patch', group: 'apps', plural: 'deployments', namespace: 'shop', name: 'web'};
const list: Right = {...patch, verb: 'list', name: ''};
const logs: Right = {verb: 'get', group: '', plural: 'pods/log', namespace: 'shop', name: 'web-1'};

const rule = (verbs: string[], apiGroups: string[], resources: string[], resourceNames?: string[]) => ({
	...{verbs, apiGroups, resources},
	...(resourceNames && {resourceNames}),
});

test.for([
	['its verb, group and resource', patch, rule(['get', 'patch'], ['', 'apps'], ['deployments']), true],
	['every verb', patch, rule(['*'], ['apps'], ['deployments']), true],
	['every group', patch, rule(['patch'], ['*'], ['deployments']), true],
	['every resource', patch, rule(['patch'], ['apps'], ['*']), true],
	['another verb', patch, rule(['update'], ['apps'], ['deployments']), false],
	['another group', patch, rule(['patch'], ['extensions'], ['deployments']), false],
	['its subresource alone', patch, rule(['patch'], ['apps'], ['deployments/scale']), false],
	['its name', patch, rule(['patch'], ['apps'], ['deployments'], ['web']), true],
	['another name', patch, rule(['patch'], ['apps'], ['deployments'], ['api']), false],
	['one name, where all are meant', list, rule(['list'], ['apps'], ['deployments'], ['web']), false],
	['the subresource', logs, rule(['get'], [''], ['pods/log']), true],
	['that subresource of everything', logs, rule(['get'], [''], ['*/log']), true],
	['the object without its subresource', logs, rule(['get'], [''], ['pods']), false],
	['everything', logs, rule(['*'], ['*'], ['*']), true],
] as const)('a rule for %s', ([, right, one, isGranted]) => {
	expect(grants([rule(['get'], [''], ['configmaps']), one], right)).toBe(isGranted);
});

type Reviewer = {
	/** What an access review says; for everything (`* * *`) nothing but false. */
	readonly allows?: (attributes: Readonly<Record<string, string>>) => boolean;
	readonly rules?: readonly object[];
	readonly incomplete?: boolean;
};

/** Answers reviews. */
function reviewing({allows = () => false, rules = [], incomplete = false}: Reviewer) {
	return (asked: Asked, response: ServerResponse) => {
		const {kind, spec} = JSON.parse(asked.body);
		const status =
			kind === 'SelfSubjectRulesReview'
				? {resourceRules: spec.namespace === '*' ? [] : rules, nonResourceRules: [], incomplete}
				: {allowed: allows(spec.resourceAttributes)};
		reply(201, {kind, apiVersion: 'authorization.k8s.io/v1', spec, status})(asked, response);
	};
}

const isEverything = ({verb, resource}: Readonly<Record<string, string>>) => verb === '*' && resource === '*';

const namesOf = (asked: readonly Asked[]) => asked.map(({path}) => path.split('/').at(-1));

test('who may do everything is asked about once, whatever is wanted', async () => {
	const api = await startApi(reviewing({allows: isEverything}));
	const cluster = await clusterAt(api.url);
	expect(await Promise.all([cluster.lacks([patch, list], never), cluster.lacks([logs], never)])).toEqual([[], []]);
	expect(JSON.parse(api.asked[0]?.body ?? '').spec).toEqual({
		resourceAttributes: {verb: '*', group: '*', resource: '*', namespace: '', name: ''},
	});
	expect(api.asked).toHaveLength(1);
	expect(cluster.calls()).toEqual({review: 1});
});

test('all rules of a namespace come at once, and are remembered until they are to be forgotten', async () => {
	const api = await startApi(reviewing({rules: [rule(['list'], ['apps'], ['deployments'])]}));
	const cluster = await clusterAt(api.url);
	expect(await cluster.lacks([patch, list, logs], never)).toEqual([patch, logs]);
	expect(await cluster.lacks([patch], never)).toEqual([patch]);
	expect(namesOf(api.asked)).toEqual(['selfsubjectaccessreviews', 'selfsubjectrulesreviews']);
	cluster.forgetRights();
	expect(await cluster.lacks([patch], never)).toEqual([patch]);
	expect(api.asked).toHaveLength(4);
});

test('what is allowed in a namespace is not taken for allowed everywhere', async () => {
	const api = await startApi(reviewing({rules: [rule(['list'], ['apps'], ['deployments'])]}));
	const cluster = await clusterAt(api.url);
	const everywhere = {...list, namespace: ''};
	expect(await cluster.lacks([list, everywhere], never)).toEqual([everywhere]);
});

test('where rules are incomplete, what they do not grant is asked for by itself, once', async () => {
	const allows = ({verb = ''}: Readonly<Record<string, string>>) => verb === 'get';
	const rules = [rule(['list'], ['apps'], ['deployments'])];
	const api = await startApi(reviewing({allows, rules, incomplete: true}));
	const cluster = await clusterAt(api.url);
	expect(await cluster.lacks([patch, list, logs], never)).toEqual([patch]);
	expect(await cluster.lacks([patch, logs], never)).toEqual([patch]);
	expect(api.asked.slice(2).map(({body}) => JSON.parse(body).spec.resourceAttributes)).toEqual([
		{verb: 'patch', group: 'apps', resource: 'deployments', namespace: 'shop', name: 'web'},
		{verb: 'get', group: '', resource: 'pods', subresource: 'log', namespace: 'shop', name: 'web-1'},
	]);
});

test.for([
	['does not serve them', refuse(404, 'the server could not find the requested resource')],
	['refuses them', refuse(403, 'selfsubjectaccessreviews is forbidden')],
] as const)('nothing is known to be lacking where the cluster has no reviews: it %s', async ([, handler]) => {
	const api = await startApi(handler);
	const cluster = await clusterAt(api.url);
	expect(await cluster.lacks([patch], never)).toEqual([]);
	expect(await cluster.lacks([list], never)).toEqual([]);
	expect(await cluster.user(never)).toBe('');
	expect(namesOf(api.asked)).toEqual(['selfsubjectaccessreviews', 'selfsubjectreviews']);
});

test('a cluster that does not answer is no cluster without reviews', async () => {
	const api = await startApi(refuse(500, 'etcd'));
	const cluster = await clusterAt(api.url);
	await expect(cluster.lacks([patch], never)).rejects.toMatchObject({name: 'UnreachableError'});
});

test('the cluster says who one is, without what would steer a terminal', async () => {
	const api = await startApi(reply(201, {kind: 'SelfSubjectReview', status: {userInfo: {username: 'eve\u001b[31m'}}}));
	const cluster = await clusterAt(api.url);
	expect(await cluster.user(never)).not.toContain('\u001b');
});
