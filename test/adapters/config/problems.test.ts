import {expect, test} from 'vitest';
import {isReadable} from '../../../source/model/application.ts';
import type {Problem} from '../../../source/model/problem.ts';
import {application, good, read} from './folder.ts';

test.for<[string, string, Problem]>([
	[
		'an AppProject',
		'apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {name: team}\n',
		{
			scope: 'application',
			where: 'all.yaml:1',
			message: 'AppProject team is not supported yet: what it allows and forbids is not enforced',
		},
	],
	[
		'an ApplicationSet',
		'apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: all}\n',
		{
			scope: 'application',
			where: 'all.yaml:1',
			message: 'ApplicationSet all is not supported yet: it makes no applications here; write them as Applications',
		},
	],
	[
		'another kind',
		'# ours\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: "odd\\e[2J"}\n',
		{
			scope: 'application',
			where: 'all.yaml:2',
			message:
				'ConfigMap odd\\x1b[2J is not an Application, and is left out: what is to be applied belongs into a repository',
		},
	],
	[
		'no object',
		'just text\n',
		{
			scope: 'application',
			where: 'all.yaml:1',
			message:
				'a document without a kind is not an Application, and is left out: what is to be applied belongs into a repository',
		},
	],
	[
		'a duplicate key',
		'kind: Application\nkind: Application\n',
		{scope: 'application', where: 'all.yaml:2', message: expect.stringContaining('duplicate key "kind"')},
	],
	[
		'an Application without a name',
		'apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec: {}\n',
		{scope: 'application', where: 'all.yaml:1', message: expect.stringContaining('metadata')},
	],
])('a document that is %s is a problem, and does not hide the next one', async ([, document, expected]) => {
	const {applications, problems, problemsOf} = await read({'all.yaml': document + good}, 'all.yaml');
	expect(applications.map(({name}) => name)).toEqual(['good']);
	expect(problems).toContainEqual(expected);
	expect(problemsOf.get('good') ?? []).toEqual([]);
});

test.for<[string, Parameters<typeof application>[1], string]>([
	[
		'a repository that runs a program',
		{repository: 'ext::sh -c evil'},
		'the repository "ext::sh -c evil" can\'t be used',
	],
	['a repository in the home folder', {repository: '~/shop'}, 'the repository "~/shop" can\'t be used'],
	['a path out of the repository', {more: ', path: apps/../../x'}, 'leads out of the repository'],
	['an absolute path', {more: ', path: /etc'}, 'is absolute'],
	['a revision that is an option', {more: ', targetRevision: --upload-pack=x'}, 'git would take it for an option'],
	['a field that is not supported', {more: ', directory: {jsonnet: {x: 1}}'}, 'spec.source.directory.jsonnet.x is not'],
	[
		'a chart without a version',
		{repository: 'https://charts.example', more: ', chart: nginx'},
		'spec.source.targetRevision is missing: a chart needs a version',
	],
])('an application with %s is listed, with the problem under its name', async ([, options, expected]) => {
	const {applications, problems, problemsOf} = await read({'all.yaml': application('web', options) + good}, 'all.yaml');
	expect(applications.map(({name}) => name)).toEqual(['web', 'good']);
	expect(problemsOf.get('web')).toEqual([
		{scope: 'application', where: 'all.yaml:5', message: expect.stringContaining(expected)},
	]);
	expect(problemsOf.get('web')?.[0]?.message).toMatch('trueup does nothing for application web');
	expect([problems, problemsOf.get('good') ?? []]).toEqual([[], []]);
});

test('a password in an address is a problem of its application that does not tell it', async () => {
	const {problemsOf} = await read(
		{'all.yaml': application('web', {repository: 'https://ada:hunter2@git.example.com/shop.git'})},
		'all.yaml',
	);
	expect(problemsOf.get('web')).toEqual([
		{
			scope: 'application',
			where: 'all.yaml:5',
			message: expect.stringContaining('the repository "https://git.example.com/shop.git" can\'t be used: it holds a'),
		},
	]);
	expect(JSON.stringify(problemsOf.get('web'))).not.toMatch(/hunter2|ada/);
});

const written = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web}
spec:
  project: default
  source:
    repoURL: https://git.example/shop.git
    path: ../web
    helm:
      parameters:
        - name: replicas
          value: 3
      valueFile: [a.yaml]
`;

test('what is wrong is told with the line of its field', async () => {
	const indented = written.replaceAll(/^/gm, '    ').replace('    apiVersion', '  - apiVersion').trimEnd();
	const list = `apiVersion: v1\nkind: List\nitems:\n${indented}\n`;
	for (const [text, offset] of [
		[written, 0],
		[`# first\n---\n${written}`, 2],
		[list, 3],
	] as const) {
		const {problemsOf} = await read({'one.yaml': text}, 'one.yaml');
		const told = (problemsOf.get('web') ?? []).map(({where, message}) => `${where}: ${message.split('; until')[0]}`);
		expect(told.toSorted()).toEqual(
			[
				`one.yaml:${12 + offset}: spec.source.helm.parameters[0].value must be text, not a number: put it in quotes`,
				`one.yaml:${13 + offset}: spec.source.helm.valueFile is unknown; did you mean valueFiles?`,
				`one.yaml:${8 + offset}: the path "../web" leads out of the repository: give it without ..`,
			].toSorted(),
		);
	}
});

test('what is missing is told with the line of what should have it', async () => {
	const {problemsOf} = await read({'one.yaml': written.replace('    path: ../web\n', '')}, 'one.yaml');
	const places = (problemsOf.get('web') ?? [])
		.filter(({message}) => message.includes('no path'))
		.map(({where}) => where);
	expect(places).toEqual(['one.yaml:6']);
});

test.for<[string, string, string]>([
	['no repository', "repoURL: ''\n    path: web", 'one.yaml:7: spec.source.repoURL is missing'],
	['a path that leads out', 'repoURL: https://git.example/shop.git\n    path: ../web', 'one.yaml:8: the path "../web"'],
	[
		'no version of a chart',
		'repoURL: https://charts.example\n    chart: web\n    targetRevision: abc',
		'one.yaml:9: the revision "abc" is no version',
	],
	[
		'an option of git',
		'repoURL: --upload-pack=touch\n    path: web',
		'one.yaml:7: the repository "--upload-pack=touch"',
	],
])('a source with %s is told once, and not asked', async ([, place, expected]) => {
	const text = `${written.split('    repoURL')[0]}    ${place}\n`;
	const {applications, problemsOf} = await read({'one.yaml': text}, 'one.yaml');
	const told = (problemsOf.get('web') ?? []).map(({where, message}) => `${where}: ${message}`);
	expect([applications.map(isReadable), told]).toEqual([[false], [expect.stringContaining(expected)]]);
});
