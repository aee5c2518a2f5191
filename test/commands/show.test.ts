import {describe, expect, test} from 'vitest';
import {UnreachableError} from '../../source/model/operator-error.ts';
import type {Plan} from '../../source/model/plan.ts';
import type {Answers} from './support/fake-engine.ts';
import {type} from './support/run-verb.ts';
import {blocked, converged, deletion, details, entry, plan, problem, row, service, source} from './support/samples.ts';

describe('list', () => {
	test('is a table', async () => {
		const {code, out, err} = await type('list', {rows: [row, {...row, name: 'api', revision: '', message: ''}]});
		expect({code, out, err}).toEqual({
			code: 0,
			out:
				'NAME  SYNC       HEALTH       REVISION  DESTINATION  RESOURCES  MESSAGE\n' +
				'web   OutOfSync  Progressing  1a2b3c4   kind/shop    2          waiting for 1 of 2 replicas\n' +
				'api   OutOfSync  Progressing  -         kind/shop    2\n',
			err: '',
		});
	});

	test('is cut to the width of a terminal', async () => {
		const {out} = await type('list', {}, {width: 40, answer: ''});
		expect(out.split('\n').map(line => line.length)).toEqual([40, 40, 0]);
	});

	test('leaves out columns where the message has no room', async () => {
		const long = {...row, message: 'waiting for the Deployment shop/web: 1 of 2 replicas are ready'};
		const titles = async (width: number) =>
			(await type('list', {rows: [long]}, {width, answer: ''})).out.split(/\s+/, 7);
		expect((await titles(94)).slice(4)).toEqual(['DESTINATION', 'RESOURCES', 'MESSAGE']);
		expect((await titles(83)).slice(4)).toEqual(['DESTINATION', 'MESSAGE', 'web']);
		expect((await titles(82)).slice(4)).toEqual(['MESSAGE', 'web', 'OutOfSync']);
	});

	test('as JSON is the rows', async () => {
		const {code, out} = await type('list -o json');
		const {policy: _, syncedAt: __, isStale: ___, isUnreached: ____, ...shown} = row;
		expect([code, JSON.parse(out)]).toEqual([0, [shown]]);
	});

	test('escapes what comes from outside', async () => {
		const {out} = await type('list', {rows: [{...row, message: 'a\u001b[2J\nb'}]});
		expect(out).toContain('a\\u001b[2J b\n');
	});

	test('without an application is wrong use', async () => {
		const {code, out, err} = await type('list', {rows: []});
		expect([code, out, err]).toEqual([2, '', expect.stringMatching(/^trueup: the files declare no application; .*-f/)]);
	});
});

describe('get', () => {
	test('shows an application with its resources and problems', async () => {
		const {code, out} = await type('get web', {details});
		expect(code).toBe(0);
		expect(out).toBe(
			[
				'name         web',
				'project      default',
				'sync         OutOfSync',
				'health       Progressing',
				'revision     1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d',
				'repository   https://git.example/shop.git',
				'path         apps/web',
				'rendered     by kustomize v5.8.2 in 120 ms',
				'destination  kind/shop',
				'message      waiting for 1 of 2 replicas',
				'',
				'RESOURCE             SYNC       HEALTH       WAVE  MESSAGE',
				'Deployment shop/web  OutOfSync  Progressing  0     1 of 2 replicas',
				'Service shop/web     Synced     Healthy      1',
				'',
				'problems:',
				'  apps/web/broken.yaml:3: not YAML',
				'',
			].join('\n'),
		);
	});

	test('shows each of several sources: what is read of it, where it stands, and by what it was rendered', async () => {
		const chart = {path: '.', chart: 'web', revision: `1.2.3@sha256:${'0f'.repeat(32)}`, tool: 'helm v4.3.1'};
		const sources = [
			{...source, ...chart, label: 'source 1', repository: 'https://charts.example'},
			{...source, label: 'source Values', path: '', ref: 'values', tool: '', tookMs: 0},
			{...source, label: 'source 3', path: '.', revision: '', tool: '', tookMs: 0},
		];
		const {out} = await type('get web', {details: {...details, sources}});
		expect(out.split('\n').filter(line => line.startsWith('source'))).toEqual([
			'source 1       chart web of https://charts.example at 1.2.3, by helm v4.3.1 in 120 ms',
			'source Values  of https://git.example/shop.git at 1a2b3c4, files for $values',
			'source 3       path . of https://git.example/shop.git at no commit, never',
		]);
	});

	test('escapes what comes from outside, as text and as JSON', async () => {
		const told = 'a\u001b[2Jb\u202ec\u0085';
		const hostile = {...details, remarks: [told], problems: [{where: told, message: told}]};
		const text = await type('get web', {details: hostile});
		expect(text.out).toContain('remarks:\n  a\\u001b[2Jb\\u202ec\\u0085\n');
		const json = await type('get web -o json', {details: hostile});
		expect(JSON.parse(json.out)).toMatchObject({remarks: [told]});
		expect(`${text.out}${json.out}`).toMatch(/^[ -~\n]*$/);
	});

	test('as JSON is its row with resources and problems', async () => {
		const {resourceRows, policy: _, syncedAt: __, isStale: ___, isUnreached: ____, ...rest} = details;
		const {code, out} = await type('get web -o json', {details});
		expect([code, JSON.parse(out)]).toEqual([0, {...rest, resources: resourceRows}]);
	});

	test('takes the only application where none is named', async () => {
		expect((await type('get -o json')).out).toContain('"name": "web"');
	});

	test('asks which where there are several', async () => {
		const {code, err} = await type('get', {rows: [row, {...row, name: 'api'}]});
		expect([code, err]).toEqual([2, 'trueup: which application? There are web, api\n']);
	});

	test('knows only what is declared', async () => {
		const {code, out, err} = await type('get wbe');
		expect([code, out, err]).toEqual([2, '', 'trueup: no application wbe; there is web\n']);
	});
});

describe('diff', () => {
	const withLeftovers: Plan = {...converged, leftovers: [service]};

	test.for<[string, Answers, number]>([
		['nothing', {plan: converged}, 0],
		['differences', {plan}, 1],
		['leftovers', {plan: withLeftovers}, 1],
		['differences beside problems', {plan: {...plan, problems: [problem]}}, 2],
		['problems alone', {plan: blocked}, 2],
		['an error', {failure: new UnreachableError('the cluster is gone', {advice: 'wait'})}, 2],
	])('%s', async ([, answers, code]) => {
		expect((await type('diff web', answers)).code).toBe(code);
	});

	test('shows each object, and names what is left over', async () => {
		const {out} = await type('diff web', {plan: {...plan, leftovers: [service]}});
		expect(out).toMatch(/^create Namespace shop\n(?:.*\n)*\nupdate Deployment shop\/web\n/);
		expect(out).toContain('\n-  replicas: 5\n+  replicas: 3\n');
		expect(out).toMatch(/\nleft over, kept without --prune: Service shop\/web\n$/);
	});

	test('says that leftovers stay although it prunes', async () => {
		const {out} = await type('diff web --prune', {plan: {...withLeftovers, prune: true}});
		expect(out).toBe('left over, not deleted: Service shop/web\n');
	});

	test('with --prune compares what a pruning sync would do', async () => {
		expect((await type('diff web --prune', {plan})).calls).toContain('plan with prune');
	});

	test('as JSON is the changes alone', async () => {
		const {out, err} = await type('diff web -o json', {plan: {...plan, leftovers: [service], problems: [problem]}});
		expect(JSON.parse(out)).toMatchObject([
			{op: 'create', kind: 'Namespace'},
			{op: 'update', name: 'web'},
		]);
		expect(err).toBe('left over, kept without --prune: Service shop/web\nproblem: apps/web/broken.yaml:3: not YAML\n');
	});
});

describe('plan', () => {
	test.for<[string, Plan, number]>([
		['converged', converged, 0],
		['ready', {...plan, kind: 'ready'}, 0],
		['awaiting approval', plan, 0],
		['blocked', blocked, 1],
	])('%s', async ([, given, code]) => {
		expect((await type('plan web', {plan: given})).code).toBe(code);
	});

	test('a change that is not allowed is told with its reason, as text and as JSON', async () => {
		const changes = plan.changes.map(change => ({...change, forbidden: 'eve may not patch it'}));
		const given: Plan = {...plan, kind: 'blocked', changes};
		const {out, code} = await type('plan web', {plan: given});
		expect([code, out]).toEqual([1, expect.stringContaining('      not allowed: eve may not patch it\n')]);
		expect(out).toContain('nothing can be applied before these changes are allowed');
		expect(JSON.parse((await type('plan web -o json', {plan: given})).out).changes[0].forbidden).toBe(
			'eve may not patch it',
		);
	});

	test('changes nothing', async () => {
		expect((await type('plan web --prune', {plan})).calls).toEqual(['plan with prune', 'close']);
	});

	test('as JSON has the absent sides of fields left out', async () => {
		const {out} = await type('plan web -o json', {plan: {...plan, changes: [...plan.changes, deletion]}});
		expect(JSON.parse(out)).toEqual({
			app: 'web',
			revision: plan.revision,
			digest: plan.digest,
			kind: 'awaiting-approval',
			changes: [
				{
					...{op: 'create', group: '', version: 'v1', kind: 'Namespace', namespace: '', name: 'shop'},
					...{phase: 'Sync', wave: 0, risks: []},
					fields: [{path: 'metadata.name', after: 'shop', managers: []}],
				},
				{
					...{op: 'update', group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web'},
					...{phase: 'Sync', wave: 0, risks: ['restarts its pods']},
					fields: [
						{path: 'spec.replicas', before: 5, after: 3, managers: ['kubectl-scale (Update)']},
						{path: 'metadata.labels.tier', after: 'front', managers: []},
					],
				},
				{
					...{op: 'delete', group: '', version: 'v1', kind: 'Service', namespace: 'shop', name: 'web'},
					...{phase: 'PostSync', wave: 1, fields: [], risks: []},
				},
			],
			leftovers: [],
			problems: [],
		});
	});
});

describe('history', () => {
	test('is a table', async () => {
		const {code, out} = await type('history web', {history: [entry]});
		const [titles, line] = out.split('\n');
		expect(code).toBe(0);
		expect(titles).toMatch(/^ID {2}TIME +REVISION {2}PLAN +BY +RESULT +MESSAGE$/);
		expect(line).toMatch(
			/^7 {3}2026-11-2\d \d\d:\d\d:04 {2}1a2b3c4 {3}3f2a91b0c4de {2}ana@bastion {2}succeeded {2}2 objects applied$/,
		);
	});

	test('as JSON is its entries', async () => {
		const {out} = await type('history web -o json', {history: [entry]});
		const {kind: _, ...shown} = entry;
		expect(JSON.parse(out)).toEqual([shown]);
	});

	test('what a person switched stands between the operations, with who and when', async () => {
		const turned = {kind: 'switch', id: 3, time: '2026-11-20T12:04:04.000Z', by: 'bo@desk', message: 'auto-sync off'};
		const {out} = await type('history web', {history: [{...turned, kind: 'switch'}, entry]});
		expect(out.split('\n')[1]).toMatch(/12:04:04 +bo@desk +switched +auto-sync off$/);
		const json = await type('history web -o json', {history: [{...turned, kind: 'switch'}]});
		const {kind: _, ...shown} = turned;
		expect(JSON.parse(json.out)).toEqual([{...shown, revision: '', digest: '', result: 'switched'}]);
	});
});
