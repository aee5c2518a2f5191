import {expect, test} from 'vitest';
import {markWords, type Piece} from '../../../source/ui/review/word-marks.ts';

function shown(pieces: readonly Piece[]): string {
	return pieces.map(({text, isMarked}) => (isMarked ? `<${text}>` : text)).join('');
}

test.for([
	{left: '  replicas: 2', right: '  replicas: 3', marked: ['  replicas: <2>', '  replicas: <3>']},
	{left: 'image: web:1.2 # a', right: 'image: web:1.3 # a', marked: ['image: web:1.<2> # a', 'image: web:1.<3> # a']},
	{left: 'a: one two', right: 'a: one', marked: ['a: one< two>', 'a: one']},
	{left: 'same', right: 'same', marked: ['same', 'same']},
])('$left becomes $right', ({left, right, marked}) => {
	const words = markWords(left, right);
	expect([shown(words.left), shown(words.right)]).toEqual(marked);
});

test('lines that have next to nothing in common are not marked at all', () => {
	const {left, right} = markWords('apiVersion: v1', 'replicas: three');
	expect([shown(left), shown(right)]).toEqual(['apiVersion: v1', 'replicas: three']);
});

test('a line of a megabyte is marked where it differs, at once', () => {
	const long = 'word '.repeat(200_000);
	const before = performance.now();
	const {left, right} = markWords(`${long}old${long}`, `${long}new!${long}`);
	expect(performance.now() - before).toBeLessThan(500);
	expect(left.filter(({isMarked}) => isMarked).map(({text}) => text)).toEqual(['old']);
	expect(right.filter(({isMarked}) => isMarked).map(({text}) => text)).toEqual(['new!']);
});
