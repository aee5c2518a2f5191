import {expect, test} from 'vitest';
import type {JsonObject} from '../../../source/model/json.ts';
import {yamlText} from '../../../source/text/yaml.ts';
import {blameOf} from '../../../source/ui/review/blame.ts';
import {fieldLocator} from '../../../source/ui/review/field-lines.ts';
import {compareTexts} from '../../../source/ui/review/hunks.ts';

const object: JsonObject = {
	data: {'app.conf': 'one\ntwo\nthree\n', 'with space': 'x', '\u001b[31m': 'hostile', '1.10': 'quoted', yes: 'no'},
	metadata: {annotations: {'example.com/a.b': 'c'}, finalizers: ['first', 'second'], name: 'web'},
	spec: {
		args: ['-v', '--all'],
		containers: [
			{image: 'web:1', name: 'web', ports: [{containerPort: 80, protocol: 'TCP'}]},
			{image: 'side:1', name: 'side'},
		],
		empty: null,
		replicas: 3,
	},
};

const yaml = yamlText(object, {isSorted: true});

/** The lines that a path stands on. */
function at(path: string): readonly string[] | undefined {
	const range = fieldLocator(object, yaml)(path);
	return range && yaml.split('\n').slice(range.first - 1, range.last);
}

test.for([
	{path: 'spec.replicas', lines: ['  replicas: 3']},
	{path: 'spec.empty', lines: ['  empty: null']},
	{path: 'spec.containers.[name=side].image', lines: ['    - image: side:1']},
	{
		path: 'spec.containers.[name=web].ports.[containerPort=80,protocol=TCP].protocol',
		lines: ['          protocol: TCP'],
	},
	{path: 'spec.containers.[name=side]', lines: ['    - image: side:1', '      name: side']},
	{path: 'spec.args.[1]', lines: ['    - "--all"']},
	{path: 'metadata.finalizers.[=second]', lines: ['    - second']},
	{path: String.raw`metadata.annotations.example\.com/a\.b`, lines: ['    example.com/a.b: c']},
	{path: String.raw`data.app\.conf`, lines: ['  app.conf: |', '    one', '    two', '    three']},
	{path: 'data.with space', lines: ['  with space: x']},
	{path: 'data.yes', lines: ['  "yes": "no"']},
])('$path stands where it is written', ({path, lines}) => {
	expect(at(path)).toEqual(lines);
});

test('a name of control characters is found all the same', () => {
	expect(at('data.\u001b[31m')).toEqual([expect.stringContaining('hostile')]);
});

test.for([
	'spec.paused',
	'spec.containers.[name=none].image',
	'metadata.finalizers.[=third]',
	'spec.args.[7]',
	'status',
])('%s stands nowhere', path => {
	expect(at(path)).toBeUndefined();
});

function blamed(before: JsonObject, after: JsonObject, fields: Parameters<typeof blameOf>[0]['fields']) {
	const texts = {before: yamlText(before, {isSorted: true}), after: yamlText(after, {isSorted: true})};
	const lines = compareTexts(texts.before, texts.after);
	return [...blameOf({before, after, fields}, lines, texts)].map(
		([index, words]) => `${lines[index]?.kind} ${lines[index]?.text.trim()} ◂ ${words}`,
	);
}

test('who set a live value stands at its line, and what the server adds is marked', () => {
	const before = {metadata: {name: 'web'}, spec: {replicas: 5, strategy: 'a'}};
	const after = {metadata: {name: 'web'}, spec: {replicas: 3, strategy: 'b', timeout: 30}};
	expect(
		blamed(before, after, [
			{path: 'spec.replicas', before: 5, after: 3, managers: ['kubectl-scale (Update)', 'hpa (Update)']},
			{path: 'spec.strategy', before: 'a', after: 'b', managers: []},
			{path: 'spec.timeout', after: 30, managers: [], isFromServer: true},
		]),
	).toEqual(['removed replicas: 5 ◂ kubectl-scale (Update), hpa (Update)', 'added timeout: 30 ◂ by the server']);
});

test('within a text of many lines, each block of changes names who set it', () => {
	const lines = Array.from({length: 40}, (_, index) => `line ${index}`);
	const before = {data: {conf: lines.join('\n')}};
	const after = {data: {conf: lines.with(10, 'ten').with(30, 'thirty').join('\n')}};
	expect(blamed(before, after, [{path: 'data.conf', before: '', after: '', managers: ['helm (Update)']}])).toEqual([
		'removed line 10 ◂ helm (Update)',
		'removed line 30 ◂ helm (Update)',
	]);
});

test('the innermost field is the one that is named', () => {
	const before = {spec: {a: {b: 1, c: 1}}};
	const after = {spec: {a: {b: 2, c: 1}}};
	expect(
		blamed(before, after, [
			{path: 'spec.a', managers: ['outer (Update)']},
			{path: 'spec.a.b', before: 1, after: 2, managers: ['inner (Apply)']},
		]),
	).toEqual(['removed b: 1 ◂ inner (Apply)']);
});
