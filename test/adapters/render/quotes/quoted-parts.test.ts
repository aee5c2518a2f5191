import {expect, test} from 'vitest';
import {quotedParts} from '../../../../source/adapters/render/quotes/quoted-parts.ts';
import {toolTest} from '../../../support/tool-test.ts';
import {measureTurns} from '../support/turns.ts';
import {helmWith, render} from '../support/with-tool.ts';

const texts = [
	'postgres://user:hunter2-long#x@db/prod',
	'C:\\hunter2\\share',
	'say "hunter2\nand\tmore',
	'true false v1.2.3',
	'ConfigMap config/a.yaml',
];
const paths = ['charts/config/a.yaml'];

test.for<[string, message: string, parts: string[]]>([
	['in double quotes', 'invalid port ":hunter2-long" after host', [':hunter2-long']],
	['in single quotes', "can't read 'hunter2'.", ['hunter2']],
	['in backquotes', '(`hunter2-long#x`)', ['hunter2-long#x']],
	['in quotes within quotes', 'msg="a \\"hunter2\\" b"', ['hunter2']],
	['that is escaped', '"say \\"hunter2\\nand"', ['say \\"hunter2\\nand']],
	['that is escaped twice', '"say \\\\\\"hunter2\\\\nand"', ['say \\\\\\"hunter2\\\\nand']],
	['that ends in a backslash', '"C:\\\\hunter2\\\\" b', ['C:\\\\hunter2']],
	['that is cut off', '"postgres://user..."', ['postgres://user...']],
	['beside others', '"a text" as "hunter2" or "b text"', ['hunter2']],
	['in no quotes', 'port hunter2 of host', []],
	['that is short', 'no "user", \'prod\'', []],
	['of which only a part is one', '"a hunter2"', []],
	['that is no secret anywhere', '"v1.2.3" or "config/a.yaml"', []],
	['that is a kind, a field or a template', 'no kind "ConfigMap", unknown field "config", executing "config/a"', []],
])('Of what a message quotes it finds a part of a private text %s', ([, message, expected]) => {
	const found = quotedParts(message, texts, paths).map(({start, end}) => message.slice(start, end));
	expect(found.toSorted()).toEqual(expected.toSorted());
});

const longestTurnMs = 1500;
const quarter = 256 * 1024;
const many = Array.from({length: 20_000}, (_, index) => `value-${index}-`.padEnd(100, `abc${index}`));
const quotes = Array.from({length: 20_000}, (_, index) => `"ue-${index}-a"`).join(' ');

test.for([
	['quotes parts of all of them', many, quotes, 20_000],
	['is of quotes alone', many, '"'.repeat(quarter), 0],
	['opens quotes and closes none', many, ' "a'.repeat(quarter / 3), 0],
	['opens quotes that end in one place', many, `${' "alue-1'.repeat(quarter / 8)}"`, 1],
	['is of backslashes', many, '\\'.repeat(quarter), 0],
	[
		'quotes what begins alike',
		['a'.repeat(2_000_000)],
		Array.from({length: 500}, (_, length) => `"${'a'.repeat(length)}"`).join(' '),
		494,
	],
] as const)(
	'Of tens of thousands of texts, or one that is as long, it is found at once which parts a message has that %s',
	([, all, message, expected]) => {
		const turns = measureTurns();
		expect(quotedParts(message, all, paths)).toHaveLength(expected);
		expect(turns.longest()).toBeLessThan(longestTurnMs);
	},
);

const chart = {'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n'};

toolTest.for([
	['(urlParse .Values.v).host', 'postgres://user:hunter2-long#x@db/prod', 'invalid port "***" after host'],
	['(urlParse .Values.v).host', 'postgres://user:hunter2-long/x@db/prod', 'invalid port "***" after host'],
	['mustToDate "2006-01-02" .Values.v', '2024-hunter2', 'cannot parse "***" as "01"'],
	['mustRegexMatch .Values.v "x"', 'abc(?P<hunter2-long(x)', 'invalid named capture: `***`'],
	['tpl .Values.v .', '{{ hunter2long }} and more', 'function "***" not defined'],
] as const)('Helm quotes no part of a value: %s', async ([template, value, says], {tools}) => {
	const files = {
		...chart,
		'web/templates/a.yaml': `a: {{ ${template} }}`,
		'web/values.yaml': `v: ${JSON.stringify(value)}\n`,
	};
	const made = await render(files, {folder: 'web', program: tools.helm4, tool: helmWith({})});
	expect(JSON.stringify([made.problems, made.messages])).not.toContain('hunter2');
	expect(made.problems.map(({message}) => message).join()).toContain(says);
	expect(made.problems.map(({message}) => message).join()).toContain('executing "web/templates/a.yaml"');
});

toolTest('Helm quotes no part of a parameter', async ({tools}) => {
	const parameters = [{name: 'a', value: '{x,y}z\\,hunter2-long', forceString: false}];
	const files = {...chart, 'web/templates/a.yaml': 'a: {{ .Values.a }}'};
	const made = await render(files, {folder: 'web', program: tools.helm4, tool: helmWith({parameters})});
	expect(JSON.stringify([made.problems, made.messages])).not.toContain('hunter2');
	expect(made.problems.map(({message}) => message).join()).toContain('key "***" has no value');
});
