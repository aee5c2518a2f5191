import {expect, test} from 'vitest';
import type {RenderView} from '../../../source/model/question.ts';
import {plainText} from '../../../source/ui/line.ts';
import {createRender} from '../../../source/ui/screens/render.ts';
import {fakeScene, press} from '../support/scene.ts';
import {sampleSource} from './tree-samples.ts';

const source = sampleSource({
	path: 'charts/shop',
	revision: '0123456789abcdef0123456789abcdef01234567',
	tool: 'helm v4.3.1',
	tookMs: 1234,
});

const view: RenderView = {
	sources: [source],
	problems: [],
	remarks: [],
	triedTool: 'helm v4.3.1',
	messages: '',
};

const digest = `sha256:${'0f'.repeat(32)}`;

const sceneOf = (value: RenderView) => fakeScene({answers: [{kind: 'render', value}], height: 40});

const linesOf = (value: RenderView) =>
	createRender('shop')
		.lines(sceneOf(value))
		.map(line => plainText(line).trimEnd());

const head = [
	' Source    https://git.example/shop.git',
	' Path      charts/shop',
	' Commit    0123456789abcdef0123456789abcdef01234567',
	' Rendered  by helm v4.3.1 in 1.2 s',
	'',
];

test.for<[string, Partial<RenderView>, readonly string[]]>([
	['what said nothing', {}, [...head, ' What helm v4.3.1 said at the last try', '  Nothing.']],
	[
		'all that it said, line by line',
		{messages: 'one\n  two\n\nthree\n'},
		[...head, ' What helm v4.3.1 said at the last try', '  one', '    two', '', '  three'],
	],
	[
		'problems with their lines, and remarks, over it',
		{
			problems: [{where: 'charts/shop/templates/web.yaml:7', message: 'helm v4.3.1: no value'}],
			remarks: ['it differs each time'],
		},
		[
			...head,
			' charts/shop/templates/web.yaml:7: helm v4.3.1: no value',
			' it differs each time',
			'',
			' What helm v4.3.1 said at the last try',
			'  Nothing.',
		],
	],
	[
		'a program that failed where nothing could ever be rendered',
		{sources: [{...source, revision: '', tool: ''}], messages: 'Error: no value'},
		[
			...head.slice(0, 2),
			' Commit    none yet',
			' Rendered  never',
			'',
			' What helm v4.3.1 said at the last try',
			'  Error: no value',
		],
	],
	[
		'plain files, for which no program is run',
		{sources: [{...source, tool: '', tookMs: 3}], triedTool: ''},
		[...head.slice(0, 3), ' Rendered  from plain files in 3 ms', '', ' No program was run'],
	],
	[
		'each of several sources',
		{
			sources: [
				{...source, label: 'source 1', path: '.', chart: 'web', revision: `1.2.3@${digest}`},
				{...source, label: 'source Values', path: '', ref: 'values'},
			],
			triedTool: '',
		},
		[
			' Source 1',
			' Source    https://git.example/shop.git',
			' Chart     web',
			` Version   1.2.3@${digest}`,
			' Rendered  by helm v4.3.1 in 1.2 s',
			'',
			' Source Values',
			' Source    https://git.example/shop.git',
			' Commit    0123456789abcdef0123456789abcdef01234567',
			' Rendered  files for $values',
			'',
			' No program was run',
		],
	],
])('it shows %s', ([, changes, expected]) => {
	expect(linesOf({...view, ...changes})).toEqual(expected);
});

test('the output is searched, scrolled and copied; where there is none, that is said', () => {
	const messages = Array.from({length: 200}, (_, index) => `line ${index}`).join('\n');
	const screen = createRender('shop');
	const scene = sceneOf({...view, messages});
	screen.filter = 'line 150';
	expect(screen.lines(scene).map(plainText).join('\n')).toContain('line 150');
	expect(press(screen, scene, ['c'])).toEqual([{kind: 'copy', text: messages, what: 'what the program said'}]);
	expect(press(screen, sceneOf(view), ['c'])).toEqual([{kind: 'tell', tone: 'info', text: 'nothing was said'}]);
});
