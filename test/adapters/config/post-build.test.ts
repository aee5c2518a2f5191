import {expect, test} from 'vitest';
import {application, read} from './folder.ts';

const annotated = (written: string) =>
	application('web').replace(
		'{name: web}',
		JSON.stringify({name: 'web', annotations: {'trueup.dev/post-build': written}}),
	);

test('what is put in after the build is read from an annotation, as Flux writes it', async () => {
	const written = [
		'substitute: {region: eu, "empty": ""}',
		'substituteFrom:',
		'  - {kind: ConfigMap, name: vars}',
		'  - {kind: Secret, name: secrets.of.it, optional: true}',
		'strict: false',
		'substituteStrategy: Always',
	].join('\n');
	const {applications, problemsOf} = await read({'a.yaml': annotated(written)}, 'a.yaml');
	expect(problemsOf.get('web') ?? []).toEqual([]);
	expect(applications[0]?.postBuild).toEqual({
		substitute: {region: 'eu', empty: ''},
		substituteFrom: [
			{kind: 'ConfigMap', name: 'vars', isOptional: false},
			{kind: 'Secret', name: 'secrets.of.it', isOptional: true},
		],
		isStrict: false,
		isAlways: true,
	});
});

test('without a word of it, it is strict, and only done with variables', async () => {
	const {applications} = await read({'a.yaml': annotated('substitute: {a: b}')}, 'a.yaml');
	expect(applications[0]?.postBuild).toEqual({
		substitute: {a: 'b'},
		substituteFrom: [],
		isStrict: true,
		isAlways: false,
	});
});

test.for<[string, string, string]>([
	['is no YAML', 'a: b: c', 'is no YAML: bad indentation'],
	['is no object', '- a', 'must be an object in YAML, with substitute or substituteFrom'],
	['has what is not known', 'substituteOthers: true', 'substituteOthers is not supported yet and would be ignored'],
	['has a strategy that is none', 'substituteStrategy: Never', 'substituteStrategy ("Never") must be WithVariables or'],
	['has a number', 'substitute: {a: 5}', 'substitute.a must be text, not a number: put it in quotes'],
	['has a name that is none', 'substitute: {a-b: x}', 'substitute["a-b"] ("x") must have the name of a variable'],
	[
		'reads another kind',
		'substituteFrom: [{kind: Pod, name: a}]',
		'substituteFrom[0].kind ("Pod") must be ConfigMap or Secret',
	],
	[
		'leads elsewhere',
		'substituteFrom: [{kind: Secret, name: ../x}]',
		'substituteFrom[0].name ("../x") must be the name of an object',
	],
	['has no name', 'substituteFrom: [{kind: Secret}]', 'substituteFrom[0].name is missing'],
])('one that %s blocks the application', async ([, written, message]) => {
	const {problemsOf} = await read({'a.yaml': annotated(written)}, 'a.yaml');
	const [problem] = problemsOf.get('web') ?? [];
	expect(problem).toMatchObject({scope: 'application', where: 'a.yaml:3'});
	expect(problem?.message).toContain(`the annotation trueup.dev/post-build: ${message}`);
	expect(problem?.message).toContain('; until that is changed, trueup does nothing for application web');
});
