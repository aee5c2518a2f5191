import {expect, test} from 'vitest';
import {
	backends,
	loadBalancerAddress,
	sliceOf,
	subsetsOf,
} from '../../../source/sandbox/controllers/cluster/addresses.ts';
import {budgetStatus, budgets, covers} from '../../../source/sandbox/controllers/cluster/budget.ts';
import {services} from '../../../source/sandbox/controllers/cluster/service.ts';
import {leftoverConditions} from '../../../source/sandbox/controllers/collect/leftovers.ts';
import {metadataOf, now, pod} from './objects.ts';

const service = (spec: object) =>
	services.parse({metadata: metadataOf('web'), spec: {selector: {app: 'web'}, ...spec}});
const named = {ports: [{name: 'http', port: 80, targetPort: 'web'}]};
const container = {containers: [{ports: [{name: 'web', containerPort: 8080}]}]};
const ready = pod('a', {readyFor: 5, spec: container});
const unready = pod('b', {status: {podIP: '10.0.0.2'}});

test.for([
	['bears its labels', {}, ready, true],
	['bears other labels', {selector: {app: 'api'}}, ready, false],
	['bears some of its labels', {selector: {app: 'web', tier: 'front'}}, ready, false],
	['has no address yet', {}, pod('c', {status: {podIP: ''}}), false],
	['has ended', {}, pod('c', {phase: 'Succeeded'}), false],
	['is of a service that selects nothing', {selector: {}}, ready, false],
] as const)('whether a pod answers for a service that %s', ([, spec, one, expected]) => {
	expect(backends(service(spec), [one])).toEqual(expected ? [one] : []);
});

test('a slice has an address for each pod, and says which serve', () => {
	expect(sliceOf(service(named), [ready, unready])).toMatchObject({
		endpoints: [
			{addresses: ['10.0.0.1'], conditions: {ready: true, serving: true, terminating: false}, targetRef: {name: 'a'}},
			{addresses: ['10.0.0.2'], conditions: {ready: false, serving: false}},
		],
		ports: [{name: 'http', port: 8080, protocol: 'TCP'}],
	});
});

test('a pod of a service that is its subdomain has a name there', () => {
	const numbered = pod('db-0', {spec: {hostname: 'db-0', subdomain: 'web'}});
	expect(sliceOf(service({}), [numbered, ready]).endpoints.map(endpoint => 'hostname' in endpoint)).toEqual([
		true,
		false,
	]);
});

test('endpoints have those apart that do not serve yet', () => {
	expect(subsetsOf(service({ports: [{port: 80}]}), [ready, unready])).toMatchObject([
		{addresses: [{ip: '10.0.0.1'}], notReadyAddresses: [{ip: '10.0.0.2'}], ports: [{port: 80, protocol: 'TCP'}]},
	]);
	expect(subsetsOf(service({publishNotReadyAddresses: true}), [unready])).toMatchObject([
		{addresses: [{ip: '10.0.0.2'}]},
	]);
	expect(subsetsOf(service({}), [])).toEqual([]);
});

test('a load balancer has a loopback address of its own', () => {
	expect(loadBalancerAddress('0000000a-0000')).toBe('127.0.0.12');
	expect(loadBalancerAddress('ffffffff-0000')).toMatch(/^127\.0\.0\.\d{1,3}$/);
});

test('a namespace says what keeps it', () => {
	const toys = {apiVersion: 'shop.dev/v1', kind: 'Toy', plural: 'toys', isNamespaced: true, verbs: []};
	const leftovers = [{resource: toys, count: 2, finalizers: ['shop.dev/wait', 'shop.dev/wait']}];
	const conditions = leftoverConditions([], leftovers, now);
	expect(conditions.filter(({status}) => status === 'True').map(({message}) => message)).toEqual([
		'Some resources are remaining: toys.shop.dev has 2 resource instances',
		'Some content in the namespace has finalizers remaining: shop.dev/wait in 2 resource instances',
	]);
	expect(leftoverConditions(conditions, leftovers, now + 5000)).toBe(conditions);
});

const budget = (spec: object) => budgets.parse({metadata: metadataOf('web'), spec: {selector: {}, ...spec}});

test.for([
	['a number', {minAvailable: 1}, {desiredHealthy: 1, disruptionsAllowed: 1}, 'True SufficientPods'],
	[
		'just as many as there are',
		{minAvailable: 2},
		{desiredHealthy: 2, disruptionsAllowed: 0},
		'False InsufficientPods',
	],
	['a share, rounded up', {minAvailable: '50%'}, {desiredHealthy: 2, disruptionsAllowed: 0}, 'False InsufficientPods'],
	['what may be missed', {maxUnavailable: 2}, {desiredHealthy: 1, disruptionsAllowed: 1}, 'True SufficientPods'],
] as const)('a budget that asks for %s', ([, spec, counts, condition]) => {
	const list = [ready, pod('c', {readyFor: 5}), unready];
	const status = budgetStatus(budget(spec), list, {expectedPods: 3, now});
	expect(status).toMatchObject({...counts, currentHealthy: 2, expectedPods: 3, observedGeneration: 1});
	const {conditions} = budgets.parse({metadata: metadataOf('web'), spec: {}, status}).status;
	expect(conditions.map(one => `${one.status} ${one.reason}`)).toEqual([condition]);
});

test('a budget without a selector is for no pod, and one with an empty selector for all', () => {
	expect(covers(budgets.parse({metadata: metadataOf('web'), spec: {}}), ready)).toBe(false);
	expect(covers(budget({}), ready)).toBe(true);
	expect(covers(budget({selector: {matchLabels: {app: 'api'}}}), ready)).toBe(false);
});
