import {expect, test} from 'vitest';
import {expand} from '../../../../source/adapters/render/substitute/expand.ts';

const values: Readonly<Record<string, string>> = {
	name: 'abcDEF',
	Upper: 'ABC',
	path: '/home/ann/notes.for.today',
	host: 'a.example.test',
	list: 'one/two/three',
	nothing: '',
	default_name: 'other',
	wide: 'ähm',
};
const lookup = (name: string) => values[name];
const loose = (text: string) => expand(text, {lookup, missing: 'empty'});

test.for<[string, string]>([
	['no variable $name $ {name} at all', 'no variable $name $ {name} at all'],
	[`\${name}`, 'abcDEF'],
	[`a \${name}-\${host} z`, 'a abcDEF-a.example.test z'],
	[`\${gone}`, ''],
	[`$\${name}`, `\${name}`],
	['$$name and a$$b', '$name and a$b'],
	[`$$\${name}`, '$abcDEF'],
	[`some \${name}$\${name$\${name}$name\${name}`, `some abcDEF\${name\${name}$nameabcDEF`],
	[`\${#name} \${#wide}`, '6 4'],
	[`\${name^} \${name^^} \${Upper,} \${Upper,,} \${wide^}`, 'AbcDEF ABCDEF aBC abc Ähm'],
	[`\${path:6} \${path:6:3} \${path:-5}`, 'ann/notes.for.today ann /home/ann/notes.for.today'],
	[`\${name:2:-1} \${name:9} \${name:4:9} \${name:x} \${name:0:x}`, 'cDE  EF abcDEF abcDEF'],
	[`\${gone:=a} \${gone:-b} \${gone=c} \${nothing:=d} \${name:=e}`, 'a b c d abcDEF'],
	[`\${gone:=} \${gone:=a \${name} z} \${gone:-\${gone:-deep}}`, ' a abcDEF z deep'],
	[`\${gone:=$$x} \${gone:-a$b}`, '$$x a$b'],
	[`$\${gone:=\${name}}`, `\${gone:=abcDEF}`],
	[`\${list/o/0} \${list//o/0} \${list/one/} \${list/none/x}`, '0ne/two/three 0ne/tw0/three /two/three one/two/three'],
	[
		`\${list/#one/1} \${list/%three/3} \${list/#two/2} \${list/#/x-} \${list/%/-x}`,
		'1/two/three one/two/3 one/two/three x-one/two/three one/two/three-x',
	],
	[`\${list/\\//-} \${list//\\//-} \${list/one/$$1}`, 'one-two/three one-two-three $1/two/three'],
	[`\${list/\${gone:=one}/\${name}}`, 'abcDEF/two/three'],
	[`\${path#*/} \${path##*/}`, 'home/ann/notes.for.today notes.for.today'],
	[`\${path%.*} \${path%%.*} \${path%x}`, '/home/ann/notes.for /home/ann/notes /home/ann/notes.for.today'],
	[
		`\${host#?.} \${host#[a-c].} \${host#[^x]} \${host#[} \${host#\\a}`,
		'example.test example.test .example.test a.example.test .example.test',
	],
])('%s becomes %s', ([text, expected]) => {
	expect(loose(text)).toBe(expected);
});

test.for<[string]>([
	[`\${name`],
	[`\${}`],
	[`\${name-x}`],
	[`\${name!}`],
	[`\${a b}`],
	[`\${name/x}`],
	[`\${name#}`],
	[`\${name/a/b\${host}}`],
	[`\${gone:=x`],
])('%s is refused', ([text]) => {
	expect(() => loose(text)).toThrow(/is no substitution: .*; write \$\$\{ where none is meant$/);
});

test.for<[string]>([
	[`\${gone}`],
	[`\${#gone}`],
	[`\${gone^^}`],
	[`\${gone:1}`],
	[`\${gone/a/b}`],
	[`\${gone##a}`],
	[`\${name:=\${gone}}`],
])('strictly, %s is missing', ([text]) => {
	expect(() => expand(text, {lookup, missing: 'refuse'})).toThrow(
		`\${gone} has no value: give it one, or a default as in \${gone:=...}`,
	);
});

test('strictly, a default is enough, and so is a value of nothing', () => {
	expect(expand(`\${gone:=a}\${nothing}\${gone:-}`, {lookup, missing: 'refuse'})).toBe('a');
});

test('what is not known may stay as it is written', () => {
	const text = `\${name} \${gone:=x} \${name:=\${gone}} $\${a}`;
	expect(expand(text, {lookup, missing: 'keep'})).toBe(`abcDEF \${gone:=x} \${name:=\${gone}} \${a}`);
});

test('what strangers wrote takes neither long nor much', () => {
	const many: Readonly<Record<string, string>> = {long: 'a'.repeat(1_000_000)};
	const hostile = (text: string) => () => expand(text, {lookup: name => many[name], missing: 'empty'});
	expect(hostile(`\${long}`.repeat(100))).toThrow('more than 3 MB');
	expect(hostile(`\${long//a/${'b'.repeat(1000)}}`)).toThrow('more than 3 MB');
	expect(hostile(`\${long##${'*a'.repeat(500)}b}`)).toThrow('too long for each other');
	expect(hostile(`\${a:-`.repeat(50))).toThrow('nested deeper');
	const started = performance.now();
	expect(hostile(`\${long##*a*a*a*a*a*b}`)()).toHaveLength(1_000_000);
	expect(performance.now() - started).toBeLessThan(5000);
});
