import type {Json} from '../../../source/model/json.ts';
import {post, type Sequence} from '../sequence.ts';

const authorization = '/apis/authorization.k8s.io/v1';
const ask = (spec: Json, options = {}) => post(`${authorization}/selfsubjectaccessreviews`, {spec}, options);
const asViewer = {as: 'viewer', only: ['status.allowed']} as const;

export const reviews: readonly Sequence[] = [
	{
		title: 'the admin may do everything, and is told so',
		steps: [
			ask({resourceAttributes: {verb: 'list', resource: 'pods'}}),
			ask({resourceAttributes: {verb: '*', resource: '*', group: '*', namespace: '{namespace}'}}),
			ask({nonResourceAttributes: {verb: 'get', path: '/metrics'}}),
			ask({
				resourceAttributes: {
					verb: 'escalate',
					group: 'rbac.authorization.k8s.io',
					resource: 'roles',
					name: 'x',
					subresource: 'y',
					version: 'v1',
				},
			}),
		],
	},
	{
		title: 'a review of access that asks nothing is refused',
		steps: [
			ask({}),
			ask({resourceAttributes: {verb: 'get'}, nonResourceAttributes: {verb: 'get', path: '/'}}),
			post(`${authorization}/selfsubjectaccessreviews`, {}),
			post(`${authorization}/selfsubjectaccessreviews`, {
				metadata: {name: 'x', namespace: 'y'},
				spec: {resourceAttributes: {verb: 'get'}},
			}),
		],
	},
	{
		title: 'the rules of the admin are everything',
		steps: [
			// Its rules come in any order.
			post(
				`${authorization}/selfsubjectrulesreviews`,
				{spec: {namespace: '{namespace}'}},
				{only: ['kind', 'spec', 'status.incomplete']},
			),
			post(`${authorization}/selfsubjectrulesreviews`, {spec: {}}),
			post(`${authorization}/selfsubjectrulesreviews`, {}),
		],
	},
	{title: 'the admin is told who asks', steps: [post('/apis/authentication.k8s.io/v1/selfsubjectreviews', {})]},
	{
		title: 'the viewer may do nothing but see what is served, and is told so',
		steps: [
			ask({resourceAttributes: {verb: 'list', resource: 'pods'}}, asViewer),
			ask({resourceAttributes: {verb: 'patch', resource: 'configmaps', namespace: '{namespace}'}}, asViewer),
			ask({nonResourceAttributes: {verb: 'get', path: '/metrics'}}, asViewer),
			post(
				`${authorization}/selfsubjectrulesreviews`,
				{spec: {namespace: '{namespace}'}},
				{as: 'viewer', only: ['status.incomplete', 'status.nonResourceRules.0.verbs']},
			),
			post('/apis/authentication.k8s.io/v1/selfsubjectreviews', {}, {as: 'viewer', only: ['status.userInfo.username']}),
		],
	},
	{
		title: 'a review of access for members of the masters',
		steps: [
			post(`${authorization}/subjectaccessreviews`, {
				spec: {user: 'x', groups: ['system:masters'], resourceAttributes: {verb: 'get', resource: 'pods'}},
			}),
			post(`${authorization}/subjectaccessreviews`, {spec: {resourceAttributes: {verb: 'get'}}}),
			post(`${authorization}/subjectaccessreviews`, {spec: {user: 'x'}}),
		],
	},
];
