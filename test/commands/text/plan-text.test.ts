import {expect, test} from 'vitest';
import {readFlags} from '../../../source/commands/arguments/values.ts';
import {planText} from '../../../source/commands/text/plan-text.ts';
import type {FieldChange} from '../../../source/model/change.ts';
import type {Plan} from '../../../source/model/plan.ts';
import {createPaint} from '../../../source/text/paint.ts';
import {blocked, converged, creation, deletion, plan, problem, service, update} from '../support/samples.ts';

const plain = createPaint(false);
const flags = readFlags(new Map(), {outputs: ['text']});

test('a plan can be read aloud', () => {
	const rich: Plan = {
		...plan,
		changes: [creation, update, {...update, op: 'replace', risks: []}, deletion],
		leftovers: [service],
		problems: [problem],
		notes: ['history was rewritten'],
	};
	expect(planText(rich, plain, flags)).toMatchInlineSnapshot(`
		"awaiting approval, plan 3f2a91b0c4de of web, commit 1a2b3c4
		  because the application is manual
		Sync, wave 0:
		  + create Namespace shop
		  ~ update Deployment shop/web
		      spec.replicas: 5 -> 3 (set by kubectl-scale (Update))
		      metadata.labels.tier: nothing -> "front"
		      risk: restarts its pods
		  ± replace Deployment shop/web
		      spec.replicas: 5 -> 3 (set by kubectl-scale (Update))
		      metadata.labels.tier: nothing -> "front"
		PostSync, wave 1:
		  - delete Service shop/web
		left over, kept without --prune:
		  Service shop/web
		problems:
		  apps/web/broken.yaml:3: not YAML
		notes:
		  history was rewritten
		approve it with: trueup sync web --plan 3f2a91b0c4de
		"
	`);
});

test('without a plan there is no digest to approve', () => {
	expect(planText({...blocked, digest: '', revision: ''}, plain, flags).split('\n')[0]).toBe('blocked, no plan of web');
});

test.for<[string, Plan, string]>([
	['converged', converged, 'nothing to do'],
	[
		'converged, with leftovers',
		{...converged, leftovers: [service]},
		'nothing to apply; delete what is left over with: trueup sync web --prune',
	],
	['converged, with leftovers that stay', {...converged, leftovers: [service], prune: true}, 'nothing to do'],
	[
		'ready',
		{...plan, kind: 'ready'},
		'the engine applies it without asking; apply it now with: trueup sync web --plan 3f2a91b0c4de',
	],
	['awaiting approval', plan, 'approve it with: trueup sync web --plan 3f2a91b0c4de'],
	['blocked', blocked, 'nothing can be applied before the problems are solved'],
])('the last line says what to do next: %s', ([, given, expected]) => {
	expect(planText(given, plain, flags).trimEnd().split('\n').at(-1)).toBe(expected);
});

test('what is left over although it prunes is not deleted', () => {
	expect(planText({...converged, leftovers: [service], prune: true}, plain, flags)).toContain(
		'\nleft over, not deleted:\n  Service shop/web\n',
	);
});

function fieldText(field: Partial<FieldChange>): string {
	const fields = [{path: 'data.x', managers: [], ...field}];
	return (
		planText({...plan, reasons: [], changes: [{...update, fields, risks: []}]}, plain, flags)
			.split('\n')[3]
			?.trim() ?? ''
	);
}

const long = 'a'.repeat(100);

test.for<[string, Partial<FieldChange>, string]>([
	['a value set', {after: 'b'}, 'data.x: nothing -> "b"'],
	['a value removed', {before: ['b', 1]}, 'data.x: ["b",1] -> nothing'],
	['types that look alike', {before: '1', after: 1}, 'data.x: "1" -> 1'],
	['big numbers', {before: 12345678901234567890n, after: 0}, 'data.x: 12345678901234567890 -> 0'],
	['an empty value', {before: '', after: null}, 'data.x: "" -> null'],
	[
		'whose it was',
		{before: 1, after: 2, managers: ['kubectl-edit (Update)', 'hpa (Apply)']},
		'data.x: 1 -> 2 (set by kubectl-edit (Update), hpa (Apply))',
	],
	['what the server adds', {after: 1, isFromServer: true}, 'data.x: nothing -> 1 (by the server)'],
	['a long value shortly', {after: long}, `data.x: nothing -> "${'a'.repeat(71)}…`],
	[
		'long values from where they part',
		{before: `${long}1`, after: `${long}2`},
		`data.x: …${'a'.repeat(12)}1" -> …${'a'.repeat(12)}2"`,
	],
	[
		'hostile values escaped',
		{path: 'data.\u001b', after: '\u001b[2J\u202e'},
		'data.\\u001b: nothing -> "\\u001b[2J\\u202e"',
	],
])('a field shows %s', ([, field, expected]) => {
	expect(fieldText(field)).toBe(expected);
});
