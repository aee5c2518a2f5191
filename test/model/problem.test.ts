import {expect, test} from 'vitest';
import {problemLines} from '../../source/model/problem.ts';

const refused = (name: string, words = 'denied by policy') => ({
	where: `${name}.yaml:1`,
	message: `ConfigMap shop/${name}: ${words}`,
});

test.for([
	['one keeps its place', [refused('a')], ['a.yaml:1: ConfigMap shop/a: denied by policy']],
	[
		'the same of several objects is one line',
		[refused('a'), refused('b'), refused('c', 'too large'), ...['d', 'e', 'f', 'g'].map(name => refused(name))],
		[
			'ConfigMap shop/a, ConfigMap shop/b, ConfigMap shop/d, ConfigMap shop/e, ConfigMap shop/f and 1 more: denied by policy',
			'c.yaml:1: ConfigMap shop/c: too large',
		],
	],
	[
		'the same of several files is one line',
		[
			{where: 'a.yaml:3', message: 'is no object'},
			{where: 'b.yaml:4', message: 'is no object'},
		],
		['a.yaml:3, b.yaml:4: is no object'],
	],
	[
		'what is said twice of the same is said once',
		[refused('a'), refused('a')],
		['a.yaml:1: ConfigMap shop/a: denied by policy'],
	],
] as const)('%s', ([, problems, expected]) => {
	expect(problemLines(problems)).toEqual(expected);
});
