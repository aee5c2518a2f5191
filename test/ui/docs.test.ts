import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {commands} from '../../source/ui/commands.ts';
import {globalBindings} from '../../source/ui/global-bindings.ts';
import type {Place} from '../../source/ui/place.ts';
import type {Binding} from '../../source/ui/screen.ts';
import {createScreen} from '../../source/ui/screens.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/interface.md'), 'utf8');

const app = 'shop';
const id = {group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web'};

/** Every place that has keys of its own, under the heading of the page. */
const places: Readonly<Record<string, Place>> = {
	Applications: {kind: 'applications'},
	Resources: {kind: 'resources', app},
	'The plan': {kind: 'review', app, mode: 'plan'},
	'The diff': {kind: 'review', app, mode: 'diff'},
	Switches: {kind: 'switches', app},
	'The stream': {kind: 'stream', app},
	History: {kind: 'history', app},
	'An operation': {kind: 'operation', app, operation: 1},
	'The render': {kind: 'render', app},
	'A manifest': {kind: 'object', app, id},
	'Events of an object': {kind: 'events', app, id},
	Logs: {kind: 'logs', app, id},
	'A new application': {kind: 'form'},
	Contexts: {kind: 'contexts'},
};

/** Those that move are the same everywhere, and are told once. */
const moving = new Set(createScreen({kind: 'help'}, []).bindings.map(({help}) => help));

function table(bindings: readonly Binding[]): string {
	return bindings
		.filter(({help}) => !moving.has(help))
		.map(({keys, help}) => `| ${keys.map(key => `\`${key.replace('|', '\\|')}\``).join(' ')} | ${help} |`)
		.join('\n');
}

test.for(Object.entries(places))('the page has the keys of: %s', ([heading, place]) => {
	expect(page).toContain(
		`## ${heading}\n| key | what it does |\n|---|---|\n${table(createScreen(place, []).bindings)}\n`,
	);
});

test('the page has the keys that work everywhere', () => {
	expect(page).toContain(table(globalBindings));
	for (const binding of createScreen({kind: 'help'}, []).bindings) {
		expect(page).toContain(`| ${binding.keys.map(key => `\`${key}\``).join(' ')} | ${binding.help} |`);
	}
});

test('the page has every command', () => {
	for (const {names, help, argument} of commands) {
		const typed = names.map(name => `\`:${name}\``).join(' ');
		expect(page).toContain(`| ${typed}${argument === undefined ? '' : ` ${argument.toUpperCase()}`} | ${help} |`);
	}
});
