import {writeFileSync} from 'node:fs';
import process from 'node:process';
import {Box, Text} from 'ink';
import {createElement} from 'react';
import type {Key} from '../../../source/ui/terminal/keys.ts';
import {mount} from '../../../source/ui/terminal/mount.ts';
import {openTerminal} from '../../../source/ui/terminal/terminal.ts';

// A program with an interface of a few lines; each key does something to the terminal that a test looks at.
const terminal = openTerminal({stdin: process.stdin, stdout: process.stdout, environment: process.env});
const pressed: string[] = [];
let note = '';
let fill = '.';
let isBroken = false;

function Screen({broken}: {readonly broken: boolean}) {
	if (broken) {
		throw new Error('a component is broken');
	}

	const lines = [
		`size ${terminal.columns}x${terminal.rows} colors ${terminal.colors}`,
		`pressed ${pressed.join(' ')}`,
		`note ${note}`,
		...Array.from(
			{length: Math.max(0, terminal.rows - 4)},
			(_, at) => `line ${at} ${fill.repeat(terminal.columns - 10)}`,
		),
		'end',
	];
	return createElement(
		Box,
		{flexDirection: 'column'},
		...lines.map((line, at) => createElement(Text, {key: at, wrap: 'truncate-end'}, line)),
	);
}

const tree = () => createElement(Screen, {broken: isBroken});
const view = mount(terminal, tree());
const draw = () => view.rerender(tree());

const actions: Readonly<Record<string, () => unknown>> = {
	'ctrl-z': () => terminal.suspend(),
	'ctrl-l': () => terminal.redraw(),
	c: () => {
		note = terminal.copy('text to copy');
	},
	C: () => {
		note = terminal.copy('x'.repeat(60_000));
	},
	b: () => {
		isBroken = true;
	},
	x: () => {
		throw new Error('a key is broken');
	},
	r: () => {
		void Promise.reject(new Error('a promise is broken'));
	},
	X: () => process.exit(7),
	// Faster than a line that hangs can take it.
	f: () => {
		let count = 0;
		const timer = setInterval(() => {
			count++;
			fill = String.fromCodePoint(97 + (count % 26));
			note = `flood ${count}`;
			draw();
			if (count === 100) {
				clearInterval(timer);
				writeFileSync(process.env.FLOODED ?? 'flooded', '');
			}
		}, 1);
	},
	q: () => {
		view.unmount();
		terminal.close();
		console.log('good bye');
	},
};

terminal.onKey((key: Key) => {
	pressed.push(key.kind === 'paste' ? `paste(${key.text})` : key.name);
	if (key.kind === 'key') {
		actions[key.name]?.();
	}

	if (key.kind === 'paste' || key.name !== 'q') {
		draw();
	}
});
terminal.onResize(draw);
terminal.onEnd(reason => {
	view.unmount();
	console.log(`ended: ${reason}`);
	process.exitCode = 4;
});
