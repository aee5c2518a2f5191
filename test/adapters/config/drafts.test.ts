import {existsSync, mkdirSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {createDrafts} from '../../../source/adapters/config/drafts.ts';
import {folderSource} from '../../../source/model/application.ts';
import type {Draft} from '../../../source/model/question.ts';
import {folderOf} from './folder.ts';

const off = {automated: false, prune: false, selfHeal: false, createNamespace: false};

const draft: Draft = {
	name: 'web',
	project: 'team',
	repository: 'https://git.example.com/shop.git',
	revision: 'v1.2',
	path: 'apps/web',
	recurse: true,
	cluster: 'kind-test',
	namespace: 'shop',
	policy: {automated: true, prune: true, selfHeal: false, createNamespace: true},
};

test('a draft is written as an Application manifest, and read back it is the application', async () => {
	using folder = folderOf({});
	const drafts = createDrafts(folder.path);
	const {application, manifest, problems} = drafts.read(draft);
	expect(problems).toEqual([]);
	const made = await drafts.create('apps/team/web.yaml', manifest);
	expect(made).toEqual({...application, origin: 'apps/team/web.yaml:1'});
	expect(made).toMatchObject({
		sources: [
			{
				repository: draft.repository,
				revision: 'v1.2',
				path: 'apps/web',
				tool: {kind: 'directory', recurse: true},
			},
		],
		destination: {cluster: 'kind-test', namespace: 'shop'},
		policy: draft.policy,
	});
	expect(readFileSync(join(folder.path, 'apps/team/web.yaml'), 'utf8')).toBe(manifest);
	expect(readdirSync(join(folder.path, 'apps/team'))).toEqual(['web.yaml']);
});

test('what is left empty is what Argo CD takes for it, and spaces around a field do not count', () => {
	const empty = {...draft, name: ' web ', project: '', revision: '', path: '', cluster: '', namespace: '', policy: off};
	expect(createDrafts('/home/ann').read({...empty, repository: './shop', recurse: false})).toEqual({
		application: {
			name: 'web',
			project: 'default',
			sources: [
				folderSource({
					repository: '/home/ann/shop',
					revision: 'HEAD',
					path: '.',
					tool: {kind: 'detected'},
				}),
			],
			destination: {cluster: '', namespace: ''},
			policy: off,
			origin: 'draft',
		},
		manifest: `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web
spec:
  project: default
  source:
    repoURL: /home/ann/shop
    targetRevision: HEAD
    path: "."
  destination: {}
`,
		problems: [],
	});
});

test.for<[string, Partial<Draft>, string, string]>([
	['no name', {name: ''}, 'name', 'name is missing'],
	['a name that is no label', {name: 'Web App'}, 'name', 'must be a DNS label'],
	['no repository', {repository: ''}, 'repository', 'repository is missing'],
	['a repository that is not read', {repository: 'ftp://host/x'}, 'repository', "can't be used"],
	['a revision that is none', {revision: '-x'}, 'revision', '-x'],
	['a path that leads out', {path: '../x'}, 'path', 'leads out of the repository'],
	['a namespace that is none', {namespace: 'A B'}, 'namespace', "can't be a namespace's name"],
])('%s is a problem of its field', ([, wrong, where, message]) => {
	const {problems} = createDrafts('/home/ann').read({...draft, ...wrong});
	expect(problems).toEqual([{where, message: expect.stringContaining(message)}]);
});

test.for<[string, string, string]>([
	['a file that is there', 'there.yaml', 'the file there.yaml is there already'],
	['a name that is not of YAML', 'web.txt', 'its name has to end in .yaml'],
	['no name', ' ', 'its name has to end in .yaml'],
	['a file in place of its folder', 'there.yaml/web.yaml', "can't be written"],
	['a file below /proc', '/proc/trueup/apps/web.yaml', 'nothing can be stored under /proc and /sys'],
])('%s is not written to', async ([, file, message]) => {
	using folder = folderOf({'there.yaml': 'mine'});
	const drafts = createDrafts(folder.path);
	await expect(drafts.create(file, drafts.read(draft).manifest)).rejects.toThrow(message);
	expect(readdirSync(folder.path)).toEqual(['there.yaml']);
	expect(readFileSync(join(folder.path, 'there.yaml'), 'utf8')).toBe('mine');
});

test('a folder of that name is not replaced', async () => {
	using folder = folderOf({});
	mkdirSync(join(folder.path, 'web.yaml'));
	const drafts = createDrafts(folder.path);
	await expect(drafts.create('web.yaml', drafts.read(draft).manifest)).rejects.toThrow('is there already');
	expect(existsSync(join(folder.path, 'web.yaml'))).toBe(true);
});
