import {expect, test} from 'vitest';
import {readArguments} from '../../../source/commands/arguments/arguments.ts';
import type {Flags} from '../../../source/commands/arguments/values.ts';
import {verbs} from '../../../source/commands/verbs.ts';

function read(command: string) {
	return readArguments(command.split(' ').filter(Boolean), verbs);
}

function flagsOf(command: string): Flags | undefined {
	const request = read(command);
	return request.kind === 'verb' ? request.flags : undefined;
}

test.for<[string, string, Partial<Flags>]>([
	['files keep their order', 'list -f a --file b -fc --file=d', {files: ['a', 'b', 'c', 'd']}],
	['flags may stand before the verb', '-o json -f a list', {output: 'json'}],
	['a verb has a format of its own', 'render web -f a', {output: 'yaml'}],
	['remotes are asked each minute', 'list -f a', {intervalMs: 60_000}],
	['durations: milliseconds', 'list -f a --interval 500ms', {intervalMs: 500}],
	['durations: seconds', 'sync web -f a --timeout 2s', {timeoutMs: 2000}],
	['durations: minutes', 'sync web -f a --timeout 5m', {timeoutMs: 300_000}],
	['durations: hours', 'sync web -f a --timeout 1.5h', {timeoutMs: 5_400_000}],
	['a sync waits for five minutes', 'sync web -f a', {timeoutMs: 300_000}],
	['switches are off', 'sync web -f a', {prune: false, isYes: false, isDryRun: false, resources: []}],
	['switches', 'sync web -f a --prune --yes --dry-run', {prune: true, isYes: true, isDryRun: true}],
	['a plan by the start of its digest', 'sync web -f a --plan 3f2a91b0', {plan: '3f2a91b0'}],
	[
		'a cluster',
		'list -f a --kubeconfig k --context c --confirm-cluster u --state s --cache d',
		{kubeconfig: 'k', context: 'c', confirmedCluster: 'u', state: 's', cache: 'd'},
	],
	[
		'an application by flags',
		'list --repo https://x/y.git --path p --revision r --name n --project o --cluster c --namespace s --recurse',
		{
			application: {
				repo: 'https://x/y.git',
				path: 'p',
				revision: 'r',
				name: 'n',
				project: 'o',
				cluster: 'c',
				namespace: 's',
				recurse: true,
				auto: false,
				autoPrune: false,
				selfHeal: false,
			},
		},
	],
	[
		'an automated application by flags',
		'engine --repo . --auto --auto-prune --self-heal',
		{application: {repo: '.', recurse: false, auto: true, autoPrune: true, selfHeal: true}},
	],
])('%s', ([, command, expected]) => {
	expect(flagsOf(command)).toMatchObject(expected);
});

test('each object is held to once, whichever way its group is written', () => {
	const flags = flagsOf('sync web -f a --resource core/ConfigMap/shop/x --resource /ConfigMap/shop/x');
	expect(flags?.resources).toEqual(['/ConfigMap/shop/x']);
});

test.for([
	['apps/Deployment/shop/web', 'apps/Deployment/shop/web'],
	['core/Namespace//shop', '/Namespace//shop'],
	['core/Namespace/shop', '/Namespace//shop'],
	['rbac.authorization.k8s.io/ClusterRole/system:x', 'rbac.authorization.k8s.io/ClusterRole//system:x'],
])('--resource %s is the object %s', ([typed, key]) => {
	expect(flagsOf(`sync web -f a --resource ${typed}`)?.resources).toEqual([key]);
});

test.for([
	['sync --help', {kind: 'help', verb: 'sync'}],
	['help sync', {kind: 'help', verb: 'sync'}],
	['sync web -h', {kind: 'help', verb: 'sync'}],
	['--help', {kind: 'help', verb: undefined}],
	['help', {kind: 'help', verb: undefined}],
	['--version', {kind: 'version', verb: undefined}],
	['-f a', {kind: 'verb', verb: ''}],
	['-f a --read-only --context c', {kind: 'verb', verb: ''}],
	['get true -f a', {kind: 'verb', verb: 'get'}],
] as const)('`trueup %s`', ([command, expected]) => {
	const request = read(command);
	const verb = 'verb' in request ? request.verb?.name : undefined;
	expect({kind: request.kind, verb}).toEqual(expected);
});

test('a switch never swallows an application that is called true', () => {
	expect(read('sync -f a --yes true')).toMatchObject({app: 'true', flags: {isYes: true}});
});

test.for([
	[
		'what it is',
		'lst',
		/^unknown verb lst; there are list, get, render, diff, plan, sync, watch, engine, history, .*help$/,
	],
	[
		'a flag of no verb',
		'list -f a --frobnicate',
		'list knows no flag --frobnicate; trueup list --help shows what it knows',
	],
	['a flag of another verb', 'plan web -f a --yes', 'plan knows no flag --yes; trueup plan --help shows what it knows'],
	['a flag that is misspelt', 'sync web -f a --prun', 'sync knows no flag --prun; did you mean --prune?'],
	['a flag without its dash', 'sync web -f a --dryrun', 'sync knows no flag --dryrun; did you mean --dry-run?'],
	['a short flag', 'list -f a -y', /^list knows no flag -y; /],
	['a flag of the interface', '-f a --frobnicate', /^trueup knows no flag --frobnicate; trueup --help/],
	['negations', 'sync web -f a --no-yes', /^sync knows no flag --no-yes; /],
	['what lies in wait in objects', 'list -f a --__proto__=1', /^list knows no flag --__proto__; /],
	['a missing value at the end', 'list -f', '-f needs a value: -f FILE|DIR'],
	['a missing value before a flag', 'sync web -f a --plan --yes', '--plan needs a value: --plan DIGEST'],
	[
		'a negative duration',
		'sync web -f a --timeout -5s',
		"--timeout needs a value: --timeout DURATION; a value can't begin with -",
	],
	['an empty value', 'list --repo=', '--repo needs a value: --repo URL'],
	['a switch with a value', 'sync web -f a --yes=no', '--yes takes no value'],
	['a flag given twice', 'list -f a --state x --state y', '--state is given more than once; it takes one value'],
	['surplus arguments', 'get web api -f a', 'get takes one application; api is too much'],
	['arguments of a verb without', 'list web -f a', 'list takes no application; web is too much'],
	['formats of another verb', 'render web -f a -o text', '-o text is no format of this verb; it writes yaml or json'],
	['no such format', 'list -f a -o xml', '-o xml is no format of this verb; it writes text or json'],
	['no duration', 'list -f a --interval 5', /^--interval 5 is no duration: write it as 500ms, 2s, 5m or 1h/],
	['no time at all', 'list -f a --interval 0s', /^--interval 0s is no duration/],
	['longer than timers can wait', 'list -f a --interval 600h', /^--interval 600h is no duration/],
	['no digest', 'sync web -f a --plan latest', /^--plan latest is no digest: give at least the first 8/],
	['too little of a digest', 'sync web -f a --plan 3f2a91b', /^--plan 3f2a91b is no digest/],
	['no object', 'sync web -f a --resource web', /^--resource web names no object: write GROUP\/KIND\/NAMESPACE\/NAME/],
	['an object without a name', 'sync web -f a --resource apps/Deployment/shop/', /names no object/],
	['no application at all', 'list', /^no application: .* -f FILE or -f DIR, .* --repo URL --path PATH; trueup demo/],
	['nothing at all', '', /^no application: .* -f FILE or -f DIR, .* --repo URL --path PATH; trueup demo/],
	['half an application', 'list --path p', '--path describes an application by flags and needs --repo URL beside it'],
])('wrong use is said in a line: %s', ([, command, message]) => {
	expect(() => read(String(command))).toThrow(message);
});
