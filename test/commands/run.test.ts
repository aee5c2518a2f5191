import {expect, test} from 'vitest';
import {ForbiddenError, UsageError} from '../../source/model/operator-error.ts';
import {type} from './support/run-verb.ts';

test('the version', async () => {
	const {code, out} = await type('--version');
	expect([code, out]).toEqual([0, '1.2.3\n']);
});

test('the help goes to stdout', async () => {
	const {code, out, err} = await type('sync --help');
	expect([code, err, out.split('\n')[0]]).toEqual([
		0,
		'',
		'Apply a plan that a person approves, and wait until all is healthy.',
	]);
});

test.for([
	['', {isReadOnly: false, isHeld: true}],
	['--yes', {isReadOnly: false, isHeld: false}],
	['--read-only', {isReadOnly: true, isHeld: false}],
] as const)('without a verb the interface opens; with "%s" it is given what that says', async ([flags, expected]) => {
	const {code, options} = await type(flags);
	expect(code).toBe(0);
	expect(options).toMatchObject([{files: ['apps'], ...expected}]);
});

test.for<[string, Error, number, string]>([
	[
		'what the world refuses',
		new ForbiddenError('may not list pods', {advice: 'Ask for the right'}),
		1,
		'trueup: may not list pods. Ask for the right\n',
	],
	['wrong use that shows late', new UsageError('no context x'), 2, 'trueup: no context x\n'],
	['several hostile lines', new ForbiddenError('no\n\u001b[2Jway'), 1, 'trueup: no \\u001b[2Jway\n'],
	[
		'a bug',
		new TypeError('x is not a function'),
		1,
		'trueup: this should not have happened, it is a bug of trueup: TypeError: x is not a function\nWith TRUEUP_DEBUG=1 it says where.\n',
	],
])('%s ends in a line, not in a stack trace', async ([, failure, code, err]) => {
	expect(await type('plan web', {failure})).toMatchObject({code, err, out: ''});
});

test('the engine is closed, whatever comes', async () => {
	const {calls} = await type('plan web', {failure: new ForbiddenError('no')});
	expect(calls.at(-1)).toBe('close');
});

test('the engine gets what the flags say', async () => {
	const {options} = await type(
		'get web --kubeconfig k --context c --state s --cache d --interval 5s --confirm-cluster u',
	);
	expect(options).toEqual([
		{
			files: ['apps'],
			only: 'web',
			kubeconfig: 'k',
			context: 'c',
			state: 's',
			cache: 'd',
			intervalMs: 5000,
			confirmedCluster: 'u',
			isReadOnly: false,
			mayForget: true,
			isHeld: false,
		},
	]);
});

test('an application by flags goes to the engine as it was typed', async () => {
	const {options} = await type('list --repo . --auto');
	expect(options[0]?.flags).toEqual({repo: '.', recurse: false, auto: true, autoPrune: false, selfHeal: false});
});
