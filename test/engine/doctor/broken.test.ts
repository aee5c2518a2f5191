import {expect, test} from 'vitest';
import type {Problem} from '../../../source/model/problem.ts';
import {application, configMap} from '../support/harness.ts';
import {named, setUp} from '../support/patient.ts';
import {source} from '../support/two-sources.ts';

test('an application that can not be rendered is broken, and not all is well', async () => {
	const {git, look} = setUp();
	git.commit({web: []}, [{scope: 'source', where: 'web', message: 'the folder is not there'}]);
	const found = await look();
	expect([found.isWell, named(found, 'application web')]).toMatchObject([
		false,
		{state: 'broken', message: "it can't be rendered: web: the folder is not there"},
	]);
});

test('one broken file among good ones is broken too, and told as the part that it is', async () => {
	const {git, look} = setUp();
	const problems = ['a', 'b'].map(name => ({scope: 'file' as const, where: `${name}.yaml:2`, message: 'is no YAML'}));
	git.commit({web: [configMap('a')]}, problems);
	const found = await look();
	expect([found.isWell, named(found, 'application web')]).toMatchObject([
		false,
		{state: 'broken', message: "a part of it can't be rendered: a.yaml:2: is no YAML (and 1 more problem)"},
	]);
});

test('an application whose objects ask for what is not done is broken, though it is rendered', async () => {
	const {git, look} = setUp();
	git.commit({web: [configMap('a'), configMap('migrate', {}, {'helm.sh/hook': 'pre-install'})]});
	const found = await look();
	expect([found.isWell, named(found, 'application web')]).toMatchObject([
		false,
		{state: 'broken', message: expect.stringMatching(/^it is blocked: .*hooks of Helm are not run yet: /)},
	]);
});

test('an application whose manifest is wrong is broken, and a place that is written wrongly is not asked', async () => {
	const wrong: Problem = {scope: 'application', where: 'web.yaml:8', message: 'the path "/web" is absolute'};
	const applications = [application({sources: [{...source('/repo', '/web'), isWrong: true}]})];
	const found = await setUp({applications, problemsOf: new Map([['web', [wrong]]])}).look();
	expect([found.isWell, named(found, 'application web')]).toMatchObject([
		false,
		{state: 'broken', message: 'it is blocked: web.yaml:8: the path "/web" is absolute'},
	]);
	expect(found.findings.filter(({area}) => area === 'repository')).toEqual([]);
});
