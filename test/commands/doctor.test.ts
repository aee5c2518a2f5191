import {expect, test} from 'vitest';
import {type} from './support/run-verb.ts';
import {finding} from './support/samples.ts';

const missing = {
	...finding,
	state: 'missing',
	version: '',
	path: '',
	message: "not on the PATH: charts can't be rendered",
	tookMs: 0,
} as const;

test('what is there is a table, what is to be said of it stands below', async () => {
	const {code, out, err} = await type('doctor', {
		diagnosis: {
			isWell: true,
			findings: [finding, {...missing, name: 'sops', state: 'unneeded', message: 'not on the PATH', neededBy: []}],
		},
	});
	expect([code, err]).toEqual([0, '']);
	expect(out).toBe(
		[
			'STATE       NAME  VERSION  TOOK   PATH',
			'ok          helm  v4.3.1   40 ms  /usr/bin/helm',
			'not needed  sops  -        -',
			'sops: not on the PATH',
			'all that is needed is there',
			'',
		].join('\n'),
	);
});

test('what is missing makes the exit code 1, and says who needs it', async () => {
	const {code, out} = await type('doctor', {diagnosis: {isWell: false, findings: [missing, finding]}});
	expect(code).toBe(1);
	expect(out).toContain(
		"helm: not on the PATH: charts can't be rendered (needed by web)\n1 of 2 are missing, too old or broken\n",
	);
});

test('as JSON it is one object', async () => {
	const {code, out} = await type('doctor -o json', {diagnosis: {isWell: false, findings: [missing]}});
	expect([code, JSON.parse(out)]).toEqual([1, {ok: false, findings: [missing]}]);
});

test('what comes from outside is escaped', async () => {
	const hostile = 'a\u001b[2J\nb\u202e';
	const {out} = await type('doctor', {
		diagnosis: {
			isWell: true,
			findings: [{...finding, name: hostile, version: hostile, path: hostile, message: hostile}],
		},
	});
	expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
	expect(out.split('\n')).toHaveLength(5);
});

test('it needs no application, and takes none by its name', async () => {
	expect((await type('doctor --kubeconfig k')).options).toMatchObject([{kubeconfig: 'k'}]);
	expect((await type('doctor web')).code).toBe(2);
});
