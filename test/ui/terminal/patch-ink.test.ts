import {mkdtempSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {build, type Plugin} from 'esbuild';
import {afterAll, expect, test} from 'vitest';
import {bundling} from '../../../scripts/build.ts';
import {leaveOutDevtools, patch, patchInk} from '../../../scripts/patch-ink.ts';
import {Screen} from '../support/screen.ts';

const root = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(root, 'node_modules/.patch-ink-'));

afterAll(() => rmSync(folder, {recursive: true}));

async function framesWith(name: string, plugins: readonly Plugin[]): Promise<readonly string[]> {
	const outfile = join(folder, `${name}.mjs`);
	const {errors} = await build({
		...bundling,
		splitting: false,
		entryPoints: ['test/ui/terminal/ink-trees.tsx'],
		outfile,
		plugins: [leaveOutDevtools(), ...plugins],
	});
	expect(errors).toEqual([]);
	const {frames}: {frames: readonly string[]} = await import(outfile);
	return frames;
}

async function cellsOf(frame: string) {
	const screen = new Screen({columns: 40, rows: 10});
	await screen.write(frame.replaceAll('\n', '\u001B[m\r\n'));
	return Array.from({length: 10}, (_, row) => Array.from({length: 40}, (_, column) => screen.cell(row, column)));
}

test('Ink shows the same with the patch as without', async () => {
	const plain = await framesWith('plain', []);
	const patched = await framesWith('patched', [patchInk()]);
	expect(patched.length).toBe(plain.length);
	for (const [at, frame] of plain.entries()) {
		expect([at, await cellsOf(patched[at] ?? '')]).toEqual([at, await cellsOf(frame)]);
	}
}, 30_000);

test('a patch that does not fit, or fits twice, fails the build', () => {
	expect(() => patch('another text', [['some text', 'x']], 'file.js')).toThrow(
		'file.js: the patch does not fit: it has not exactly one "some text"',
	);
	expect(() => patch('twice twice', [['twice', 'x']], 'file.js')).toThrow('the patch does not fit');
	expect(patch('once', [['once', '$&']], 'file.js')).toBe('$&');
});
