import {expect, test} from 'vitest';
import {parseGlob} from '../../../source/adapters/render/glob.ts';

const paths = ['a.yaml', 'b.yml', 'sub/a.yaml', 'sub/deep/c.json', '.hidden.yaml', 'x[1].yaml', 'a{b}.yaml', 'ä.yaml'];

test.for<[string, string[]]>([
	['*', paths],
	['**', paths],
	['*.yaml', ['a.yaml', 'sub/a.yaml', '.hidden.yaml', 'x[1].yaml', 'a{b}.yaml', 'ä.yaml']],
	['a.yaml', ['a.yaml']],
	['sub/*', ['sub/a.yaml', 'sub/deep/c.json']],
	['*/a.yaml', ['sub/a.yaml']],
	['**/a.yaml', ['sub/a.yaml']],
	['?.yaml', ['a.yaml', 'ä.yaml']],
	['sub?a.yaml', ['sub/a.yaml']],
	['{a.yaml,*.yml}', ['a.yaml', 'b.yml']],
	['{sub/{a,deep/c}.*,b*}', ['b.yml', 'sub/a.yaml', 'sub/deep/c.json']],
	['*.{yml,json}', ['b.yml', 'sub/deep/c.json']],
	['[ab].y*ml', ['a.yaml', 'b.yml']],
	['[!a-z].yaml', ['ä.yaml']],
	['x\\[1\\].yaml', ['x[1].yaml']],
	['x[[]1].yaml', ['x[1].yaml']],
	['a\\{b\\}.yaml', ['a{b}.yaml']],
	['', []],
	['.yaml', []],
	['{,sub/}a.yaml', ['a.yaml', 'sub/a.yaml']],
	['!a.yaml', []],
	['(a|b).*', []],
])('%s chooses what gobwas/glob would choose', ([pattern, expected]) => {
	const glob = parseGlob(pattern);
	expect('matches' in glob ? paths.filter(glob.matches) : glob.problem).toEqual(expected);
});

test.for<[string, string]>([
	['{a', 'a { is never closed'],
	['{a,{b}', 'a { is never closed'],
	['[a', 'a [ is never closed, or \\ stands at the end'],
	['a\\', 'a [ is never closed, or \\ stands at the end'],
	['{a,b}'.repeat(7), 'more than 64 alternatives in braces'],
	['x'.repeat(513), 'longer than 512 characters'],
])('%s is refused', ([pattern, problem]) => {
	expect(parseGlob(pattern)).toEqual({problem});
});

test('a hostile pattern takes no time', () => {
	const glob = parseGlob(`${'a*'.repeat(200)}b`);
	const start = performance.now();
	expect('matches' in glob && glob.matches('a'.repeat(4000))).toBe(false);
	expect(performance.now() - start).toBeLessThan(500);
});
