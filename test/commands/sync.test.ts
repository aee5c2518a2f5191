import {describe, expect, test} from 'vitest';
import type {SyncEnd} from '../../source/model/engine.ts';
import {UnreachableError} from '../../source/model/operator-error.ts';
import type {Plan} from '../../source/model/plan.ts';
import type {Answers} from './support/fake-engine.ts';
import {type} from './support/run-verb.ts';
import {blocked, converged, created, deletion, details, digest, operation, plan, problem} from './support/samples.ts';

const ready: Plan = {...plan, kind: 'ready', reasons: []};
const pruning: Plan = {...plan, changes: [...plan.changes, deletion], prune: true};
const approval = {app: 'web', digest, resources: [], by: 'ana@bastion', timeoutMs: 300_000};

function lastLine(text: string): string {
	return text.trimEnd().split('\n').at(-1)?.replace(/^\S+ /, '') ?? '';
}

describe('consent', () => {
	test.for<[string, Plan, string | undefined, number, readonly string[]]>([
		['yes', plan, 'y', 0, ['plan', 'sync']],
		['yes, in full', plan, ' Yes ', 0, ['plan', 'sync']],
		['no', plan, 'n', 3, ['plan']],
		['nothing', plan, '', 3, ['plan']],
		['nobody to ask', plan, undefined, 3, ['plan']],
		['an automated application is asked about too', ready, 'n', 3, ['plan']],
		['deletions take more than a yes', pruning, 'y', 3, ['plan']],
		["deletions take the application's name", pruning, 'web', 0, ['plan', 'sync']],
		['nothing to change needs none', converged, undefined, 0, ['plan', 'sync']],
	])('%s', async ([, given, answer, code, calls]) => {
		const outcome = await type('sync web', {plan: given}, answer === undefined ? {} : {answer});
		expect([outcome.code, outcome.calls]).toEqual([code, [...calls, 'close']]);
	});

	test('the question says how much goes where', async () => {
		const {questions} = await type('sync web', {plan}, {answer: 'y'});
		expect(questions).toEqual(['Apply these 2 changes to kind/shop? [y/N] ']);
	});

	test('the question for deletions says what to type', async () => {
		const {questions} = await type('sync web --prune', {plan: pruning}, {answer: ''});
		expect(questions).toEqual([
			"3 changes to kind/shop, of which 1 deletes or replaces. To apply them, type the application's name, web: ",
		]);
	});

	test('where nobody can be asked, it says how to approve', async () => {
		const {out} = await type('sync web --resource apps/Deployment/shop/web', {plan});
		expect(lastLine(out)).toBe(
			'finished awaiting-approval: nothing was changed; approve it with: ' +
				'trueup sync web --plan 3f2a91b0c4de --resource apps/Deployment/shop/web -f apps',
		);
	});

	test('Ctrl-C at the question changes nothing', async () => {
		const {code, out, calls} = await type('sync web', {plan}, {interrupts: true});
		expect([code, calls, lastLine(out)]).toEqual([130, ['plan', 'close'], 'finished interrupted: nothing was changed']);
	});

	test('--yes is consent to what the plan shows', async () => {
		const {code, approvals, questions} = await type('sync web --yes --timeout 2s', {plan});
		expect({code, approvals, questions}).toEqual({code: 0, approvals: [{...approval, timeoutMs: 2000}], questions: []});
	});

	test('to name a plan is consent to it, and no other is made', async () => {
		const {code, approvals, calls} = await type('sync web --plan 3f2a91b0c4de');
		expect([code, calls, approvals]).toEqual([0, ['sync', 'close'], [{...approval, digest: '3f2a91b0c4de'}]]);
	});
});

describe('exit codes', () => {
	test.for<[SyncEnd['result'], number]>([
		['succeeded', 0],
		['failed', 1],
		['timed-out', 1],
		['stale', 3],
		['awaiting-approval', 3],
		['interrupted', 130],
	])('%s', async ([result, code]) => {
		const outcome = await type('sync web --yes', {plan, synced: {result, message: 'why'}});
		expect([outcome.code, lastLine(outcome.out)]).toEqual([code, `finished ${result}: why`]);
	});

	test.for<[string, string, Answers, number, string]>([
		['blocked', 'sync web --yes', {plan: blocked}, 1, 'finished failed: 1 problem, nothing was changed'],
		[
			'a good part beside problems',
			'sync web --yes',
			{plan: {...plan, problems: [problem]}},
			1,
			'finished failed: healthy; 1 problem beside it',
		],
		[
			'a named plan beside problems',
			'sync web --plan 3f2a91b0',
			{details: {...details, resourceRows: [], problems: [problem]}},
			1,
			'finished failed: healthy; 1 problem beside it',
		],
		['a dry run', 'sync web --dry-run', {plan}, 0, 'finished succeeded: dry run, nothing was changed'],
		[
			'a dry run of what is blocked',
			'sync web --dry-run',
			{plan: blocked},
			1,
			'finished failed: 1 problem, nothing was changed',
		],
	])('%s', async ([, command, answers, code, line]) => {
		const outcome = await type(command, answers);
		expect([outcome.code, lastLine(outcome.out)]).toEqual([code, line]);
	});

	test('a dry run applies nothing, and resumes nothing', async () => {
		const {calls, out} = await type('sync web --dry-run --yes', {plan, unfinished: operation});
		expect(calls).toEqual(['plan', 'close']);
		expect(out).toMatch(/ operation 6 of .*, approved by ana@bastion was cut off; a sync resumes it first\n/);
	});

	test.for([
		['sync web --plan 3f2a91b0 --prune', '--plan and --prune exclude each other'],
		['sync web --plan 3f2a91b0 --dry-run', '--plan and --dry-run exclude each other'],
		[
			'sync web --yes --resource core/Service/shop/api',
			'--resource core/Service/shop/api is no change of this plan; there are core/Namespace//shop, apps/Deployment/shop/web\n',
		],
	] as const)('%s is wrong use', async ([command, message]) => {
		const {code, err, approvals} = await type(command, {plan});
		expect([code, err, approvals]).toEqual([2, expect.stringContaining(message), []]);
	});
});

describe('what was cut off', () => {
	const resumed = {unfinished: operation, plan: converged};

	test('is resumed before a new plan is made', async () => {
		const {code, out, calls} = await type('sync web', resumed);
		expect([code, calls]).toEqual([0, ['resume', 'plan', 'sync', 'close']]);
		expect(out).toMatch(/^\S+ resuming operation 6 of 2026-11-\d\d \d\d:\d\d:00, approved by ana@bastion\n/);
	});

	test.for<[SyncEnd['result'], number, readonly string[]]>([
		['stale', 0, ['resume', 'plan', 'sync']],
		['failed', 1, ['resume']],
		['timed-out', 1, ['resume']],
		['interrupted', 130, ['resume']],
	])('and %s', async ([result, code, calls]) => {
		const outcome = await type('sync web', {...resumed, resumed: {result, message: ''}});
		expect([outcome.code, outcome.calls]).toEqual([code, [...calls, 'close']]);
	});

	test('is all there is to do for the plan that it had', async () => {
		const {code, calls} = await type('sync web --plan 3f2a91b0c4de', resumed);
		expect([code, calls]).toEqual([0, ['resume', 'close']]);
	});
});

describe('the stream', () => {
	const answers: Answers = {plan, events: [created, {...created, app: 'api', message: 'of another application'}]};

	test('as text has the plan, then what happens, then the end', async () => {
		const {out, err} = await type('sync web --yes', answers);
		expect(out).toMatch(/^awaiting approval, plan 3f2a91b0c4de of web/);
		expect(out).toMatch(/\n\d\d:\d\d:04 created Deployment shop\/web\n\d\d:\d\d:04 finished succeeded: healthy\n$/);
		expect([out.includes('of another'), err]).toEqual([false, '']);
	});

	test('as JSON has events alone on stdout, the last one finished, and the plan on stderr', async () => {
		const {out, err} = await type('sync web --yes -o json', {...answers, unfinished: operation});
		const lines = out
			.trimEnd()
			.split('\n')
			.map(line => JSON.parse(line));
		expect(lines.map(({kind}) => kind)).toEqual(['resumed', 'created', 'created', 'finished']);
		expect(lines[1]).toEqual(created);
		expect(lines.at(-1)).toEqual({
			time: '2026-11-20T12:03:04.000Z',
			kind: 'finished',
			app: 'web',
			message: 'healthy',
			result: 'succeeded',
		});
		expect(err).toMatch(/^awaiting approval, plan 3f2a91b0c4de of web/);
	});

	test('as JSON never asks', async () => {
		const {code, questions, out} = await type('sync web -o json', {plan}, {answer: 'y'});
		expect([code, questions, JSON.parse(out)]).toMatchObject([3, [], {result: 'awaiting-approval'}]);
	});

	test('as JSON ends with the last word after an error too', async () => {
		const failure = new UnreachableError('the cluster is gone');
		const {code, out, err} = await type('sync web -o json', {failure});
		expect([code, JSON.parse(out), err]).toMatchObject([
			1,
			{kind: 'finished', result: 'failed', message: 'the cluster is gone'},
			'trueup: the cluster is gone\n',
		]);
	});

	test('of wrong use is empty', async () => {
		const {code, out} = await type('sync wbe -o json');
		expect([code, out]).toEqual([2, '']);
	});
});
