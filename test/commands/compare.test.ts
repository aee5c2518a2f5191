import {expect, test} from 'vitest';
import type {Altered, Comparison} from '../../source/model/comparison.ts';
import {type} from './support/run-verb.ts';
import {comparison, update} from './support/samples.ts';

const compare = 'diff --revision feature';
const [altered] = comparison.applications;
const clean = (changes: Altered['changes']): Comparison => ({
	...comparison,
	applications: altered ? [{...altered, changes, problems: []}] : [],
});

test.for<[string, string, object]>([
	[compare, 'of all applications', {revision: 'feature', isOffline: false}],
	[`${compare} --offline`, 'and asks no cluster', {revision: 'feature', isOffline: true}],
	['diff web --revision feature', 'of one application', {revision: 'feature', isOffline: false, app: 'web'}],
	[
		`${compare} --repo https://host/shop.git`,
		'of a repository',
		{revision: 'feature', isOffline: false, repository: 'https://host/shop.git'},
	],
	[`${compare} --repo .`, 'of a local one', {revision: 'feature', isOffline: false, repository: process.cwd()}],
])('`%s` compares %s', async ([command, , asked]) => {
	const {calls, options, code} = await type(command);
	expect(calls).toEqual([expect.stringMatching(/^compare /), 'close']);
	expect(JSON.parse(calls[0]?.slice('compare '.length) ?? '')).toEqual(asked);
	expect(code).toBe(0);
	// It needs no cluster, writes no state, and is about the files alone.
	expect(options).toMatchObject([{mayLackCluster: true, isReadOnly: true, files: ['apps']}]);
	expect(options[0]).not.toHaveProperty('flags');
});

test.for([
	['no difference', clean([]), 0],
	['a difference', clean([update]), 1],
	['a problem of an application', comparison, 2],
	['a problem of a repository', {...clean([]), problems: [{scope: 'source', where: '/repo', message: 'gone'}]}, 2],
] as const)('%s is told by the exit code', async ([, given, code]) => {
	expect((await type(compare, {comparison: given})).code).toBe(code);
});

test('as text, each object is a diff under its application, and the last line says what it comes to', async () => {
	const {out, err} = await type(compare, {comparison: {...comparison, remarks: ['a remark']}});
	expect(out.split('\n')).toEqual([
		'web: 1 object added, 1 changed, 1 removed, from 1a2b3c4 to 3f2a91b',
		'',
		'update Deployment shop/web',
		'--- 1a2b3c4/Deployment shop/web',
		'+++ 3f2a91b/Deployment shop/web',
		'@@ -1,4 +1,4 @@',
		' apiVersion: apps/v1',
		' kind: Deployment',
		' spec:',
		'-  replicas: 5',
		'+  replicas: 3',
		'',
		'create Namespace shop',
		'--- /dev/null',
		'+++ 3f2a91b/Namespace shop',
		'@@ -0,0 +1,4 @@',
		'+apiVersion: v1',
		'+kind: Namespace',
		'+metadata:',
		'+  name: shop',
		'',
		'delete Service shop/web',
		'--- 1a2b3c4/Service shop/web',
		'+++ /dev/null',
		'@@ -1,4 +0,0 @@',
		'-apiVersion: v1',
		'-kind: Service',
		'-metadata:',
		'-  name: web',
		'',
		'1 of 3 applications differs at feature: 1 object added, 1 changed, 1 removed',
		'',
	]);
	expect(err).toBe('remark: a remark\nproblem: web: apps/web/broken.yaml:3: not YAML\n');
});

test('as text, no difference is one line', async () => {
	expect(await type(compare)).toMatchObject({out: 'none of 3 applications differs at feature\n', err: '', code: 0});
});

test('as text, nothing that could be compared is said so', async () => {
	const nothing = {...comparison, applications: [], same: 0};
	expect((await type(compare, {comparison: nothing})).out).toBe('nothing could be compared with feature\n');
});

test.for([
	['diff web --offline', '--offline is for comparing revisions'],
	['diff web -o markdown', '-o markdown is for comparing revisions'],
	[`${compare} --prune`, '--prune is for comparing with a cluster'],
	[`${compare} --path apps/web`, '--path describes an application by flags; with -f, --revision compares'],
	['plan --revision feature', '--revision describes an application by flags and needs --repo URL'],
])('`%s` is wrong use', async ([command = '', message]) => {
	const {code, err, calls} = await type(command);
	expect([code, err, calls]).toEqual([2, expect.stringContaining(message ?? ''), []]);
});

test('with --repo a revision of another verb is the application by flags that it always was', async () => {
	const {options} = await type('plan web --repo https://host/shop.git --revision feature');
	expect(options).toMatchObject([{flags: {repo: 'https://host/shop.git', revision: 'feature'}}]);
});
