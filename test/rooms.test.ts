import {globSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {expect, test} from 'vitest';

/** What each room may import besides itself. `*` stands for any package and for Node. */
const rooms = {
	model: [],
	dialect: ['model', 'zod'],
	plan: ['model', 'diff', 'node:crypto'],
	health: ['model'],
	state: ['model'],
	text: ['model', 'yaml', 'diff', 'string-width'],
	engine: ['model', 'dialect', 'plan', 'health', 'state'],
	adapters: ['model', 'dialect', 'text', '*'],
	sandbox: ['*'],
	demo: ['*'],
	commands: ['model', 'state', 'plan', 'text', '*'],
	ui: ['model', 'state', 'plan', 'text', '*'],
} satisfies Record<string, readonly string[]>;

const importPattern = /\b(?:from|import)\s*\(?\s*'([^']+)'/g;

function importsOf(file: string): string[] {
	return [...readFileSync(file, 'utf8').matchAll(importPattern)].map(([, specifier = '']) => specifier);
}

function strays(room: string, allowed: readonly string[]): string[] {
	return globSync(`source/${room}/**/*.{ts,tsx}`).flatMap(file =>
		importsOf(file)
			.filter(specifier => {
				const isLocal = specifier.startsWith('.');
				const target = isLocal ? join(dirname(file), specifier).split('/')[1] : specifier;
				return ![room, ...allowed].includes(target ?? '') && (isLocal || !allowed.includes('*'));
			})
			.map(specifier => `${file} imports ${specifier}`),
	);
}

test.for(Object.entries<readonly string[]>(rooms))('%s keeps to its doors', ([room, allowed]) => {
	expect(strays(room, allowed)).toEqual([]);
});

test('every folder of source is a room of the table', () => {
	const folders = new Set(globSync('source/*/**/*.{ts,tsx}').map(file => file.split('/')[1]));
	expect([...folders].filter(folder => !Object.keys(rooms).includes(folder ?? ''))).toEqual([]);
});

test('nobody imports a composition root', () => {
	const roots =
		/\/(?:cli|worker|sandbox-worker|open-interface|open-demo|open-doctor|open-sandbox|start-session|wiring)\.tsx?$/;
	const importers = globSync('source/*/**/*.{ts,tsx}').filter(file =>
		importsOf(file).some(specifier => specifier.startsWith('.') && roots.test(specifier)),
	);
	expect(importers).toEqual([]);
});
