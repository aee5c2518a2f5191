import {expect, test} from 'vitest';
import {readConfiguration} from '../../../source/adapters/config/read-configuration.ts';
import {folderSource, plainDirectory} from '../../../source/model/application.ts';
import {UsageError} from '../../../source/model/operator-error.ts';
import type {ApplicationFlags} from '../../../source/model/protocol.ts';

const off = {recurse: false, auto: false, autoPrune: false, selfHeal: false};
const remote = 'https://git.example.com/team/shop.git';

async function read(flags: Partial<ApplicationFlags>) {
	const {applications, ...rest} = await readConfiguration({
		files: [],
		flags: {...off, repo: remote, ...flags},
		cwd: '/home/ann/work',
	});
	expect(applications).toHaveLength(1);
	expect(rest).toEqual({problems: [], problemsOf: new Map()});
	return applications[0];
}

test('an application of one flag is manual, goes to the chosen context and reads the top of the default branch', async () => {
	expect(await read({})).toStrictEqual({
		name: 'shop',
		project: 'default',
		sources: [folderSource({repository: remote, revision: 'HEAD', path: '.', tool: {kind: 'detected'}})],
		destination: {cluster: '', namespace: ''},
		policy: {automated: false, prune: false, selfHeal: false, createNamespace: false},
		origin: 'flags',
	});
});

test('an application of all flags is what they say, and its namespace is created where it is missing', async () => {
	const flags = {
		path: 'apps/web',
		revision: 'v1.2',
		name: 'web-test',
		project: 'team',
		cluster: 'kind-test',
		namespace: 'web',
		recurse: true,
		auto: true,
		autoPrune: true,
		selfHeal: true,
	};
	expect(await read(flags)).toStrictEqual({
		name: 'web-test',
		project: 'team',
		sources: [
			folderSource({
				repository: remote,
				revision: 'v1.2',
				path: 'apps/web',
				tool: {kind: 'directory', ...plainDirectory, recurse: true},
			}),
		],
		destination: {cluster: 'kind-test', namespace: 'web'},
		policy: {automated: true, prune: true, selfHeal: true, createNamespace: true},
		origin: 'flags',
	});
});

test.for<[Partial<ApplicationFlags>, string]>([
	[{path: 'apps/web'}, 'web'],
	[{path: 'apps/web/'}, 'web'],
	[{path: './apps/./web/.'}, 'web'],
	[{path: '.'}, 'shop'],
	[{path: './'}, 'shop'],
	[{path: ''}, 'shop'],
	[{repo: 'git@git.example.com:shop.git'}, 'shop'],
	[{repo: 'ssh://git@git.example.com/team/shop/'}, 'shop'],
	[{repo: '/srv/git/shop'}, 'shop'],
	[{repo: '.'}, 'work'],
])('the name defaults to the last segment of the path, then of the repository: %j is %s', async ([flags, expected]) => {
	expect((await read(flags))?.name).toBe(expected);
});

test.for([
	['.', '/home/ann/work'],
	['./shop', '/home/ann/work/shop'],
	['..', '/home/ann'],
	['../shop', '/home/ann/shop'],
	['/srv/git/shop', '/srv/git/shop'],
	['file:///srv/git/shop', 'file:///srv/git/shop'],
	['git@git.example.com:team/shop.git', 'git@git.example.com:team/shop.git'],
])('the repository %s, typed in a folder, is %s', async ([repo = '', expected]) => {
	expect((await read({repo}))?.sources[0].repository).toBe(expected);
});

test.for<[Partial<ApplicationFlags>, string]>([
	[{path: 'apps/Web_App'}, 'such as --name web-app'],
	[{path: 'apps/Web_App'}, '"Web_App", taken from the path,'],
	[{name: '-'}, 'such as --name my-app'],
	[{name: ''}, "can't be an application's name"],
	[{name: 'a'.repeat(64)}, '63 at most'],
	[{name: 'web\u001B[2J'}, '"web\\x1b[2J"'],
	[{namespace: 'Shop'}, '--namespace "Shop" can\'t be a namespace\'s name'],
	[{namespace: ''}, "can't be a namespace's name"],
	[{autoPrune: true}, '--auto-prune needs --auto'],
	[{selfHeal: true}, '--self-heal needs --auto'],
	[{repo: 'shop'}, 'local paths must be absolute'],
	[{repo: '~/shop'}, 'local paths must be absolute'],
	[{repo: '--upload-pack=evil'}, 'git would take it for an option'],
	[{repo: 'ext::sh -c evil'}, 'are refused'],
	[{repo: ''}, 'the repository is empty'],
	[{path: '../other', name: 'web'}, 'leads out of the repository'],
	[{path: 'apps/../../other', name: 'web'}, 'leads out of the repository'],
	[{path: '/etc', name: 'web'}, 'is absolute'],
	[{path: 'a\nb', name: 'web'}, 'holds control characters'],
	[{revision: '-x'}, 'git would take it for an option'],
	[{revision: ''}, 'is empty'],
])('%j is wrong use: %s', async ([flags, expected]) => {
	const failure = read(flags);
	await expect(failure).rejects.toThrow(expected);
	await expect(failure).rejects.toBeInstanceOf(UsageError);
});

test('a password in a URL that is refused is not shown', async () => {
	await expect(read({repo: 'http://ann:hunter2@git.example.com/shop.git'})).rejects.toThrow(
		expect.objectContaining({message: expect.not.stringContaining('hunter2')}),
	);
});

test('nothing given at all is wrong use that says what can be given', async () => {
	await expect(readConfiguration({files: [], cwd: '/'})).rejects.toThrow(
		new UsageError('no applications are given: name files with -f FILE|DIR, or one application with --repo URL'),
	);
});
