import {expect, test} from 'vitest';
import {checkPaths} from '../../../source/adapters/render/tools/check-paths.ts';

const told = (paths: readonly string[]) => checkPaths(paths).map(({where, message}) => `${where} ${message}`);

test.for([
	['files', ['a/X.yaml', 'a/x.yaml'], 'a/x.yaml on some file systems this is the same as a/X.yaml: '],
	['folders', ['a/B/x', 'a/b/y'], 'a/b/y on some file systems this is the same as a/B: '],
	['a file and a folder', ['a/b', 'a/b/c'], 'a/b/c on some file systems this is the same as a/b: '],
	['spellings of a letter', ['\u00e9', 'e\u0301'], 'e\u0301 on some file systems this is the same as \u00e9: '],
] as const)('Two %s that are one on some file systems are told', ([, paths, problem]) => {
	expect(told(paths)).toEqual([expect.stringContaining(problem)]);
});

test('Paths of many folders each are given up once there are too many', () => {
	const paths = Array.from({length: 1000}, (_, index) => `${index}/${'a/'.repeat(1000)}x`);
	expect(told(paths)).toEqual([expect.stringContaining('with it, files and folders are more than 200000')]);
});

test('The same folders count once', () => {
	const folder = 'a/'.repeat(1000);
	expect(told(Array.from({length: 1000}, (_, index) => `${folder}${index}`))).toEqual([]);
});
