import {execFileSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {readArguments} from '../../source/commands/arguments/arguments.ts';
import {commandOf} from '../../source/commands/hint.ts';
import {verbs} from '../../source/commands/verbs.ts';

function flagsOf(argv: readonly string[]) {
	const request = readArguments(argv, verbs);
	if (request.kind !== 'verb') {
		throw new Error('no verb');
	}

	return request.flags;
}

const sync = ['sync', 'web'];

test.for<[string, readonly string[]]>([
	['files', ['-f', 'apps', '-f', 'more/web.yaml']],
	['names that a shell would take apart', ['-f', "it's my $HOME/*.yaml", '--context', 'a b']],
	['values that begin with a dash', ['--file=-x', '--state=-y']],
	['where the cluster and the state are', ['-f', 'a', '--kubeconfig', 'k', '--context', 'c', '--state', 's']],
	[
		'an application by flags',
		['--repo', 'git@host:x/y.git', '--path', 'p', '--name', 'web', '--recurse', '--auto-prune'],
	],
])('a command can be pasted: %s', ([, given]) => {
	const flags = flagsOf([...sync, ...given]);
	const command = commandOf(sync, flags);
	const [program, ...argv] = execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], {encoding: 'utf8'})
		.trimEnd()
		.split('\n');
	expect([program, argv.slice(0, 2), flagsOf(argv)]).toEqual(['trueup', sync, flags]);
});

test('a command shows no password', () => {
	const flags = flagsOf([...sync, '--repo', 'https://ana:secret@git.example.com/shop.git']);
	expect(commandOf(sync, flags)).toBe('trueup sync web --repo https://git.example.com/shop.git');
});

test.for<[string, readonly string[]]>([
	['of one repository', ['-f', 'a', '--repo', 'https://host/shop.git']],
	['without a cluster', ['-f', 'a', '--offline']],
])('a command that compares revisions %s can be pasted', ([, given]) => {
	const words = ['diff', '--revision', 'feature'];
	const flags = flagsOf([...words, ...given]);
	const argv = commandOf(words, flags).split(' ').slice(1);
	expect(flagsOf(argv)).toEqual(flags);
});
