import {render} from 'ink';
import type {ReactNode} from 'react';
import {isInput, isOutput, SilentStream} from './frame-stream.ts';
import type {Terminal} from './terminal.ts';

export type Mounted = {rerender(tree: ReactNode): void; unmount(): void};

/** Renders the tree into the terminal. What a component throws is an uncaught error, and the terminal is given back first. */
export function mount({output, isScreenReader}: Terminal, tree: ReactNode): Mounted {
	const input = new SilentStream();
	if (!isOutput(output) || !isInput(input)) {
		throw new Error('Ink needs streams that look like a terminal');
	}

	const {rerender, unmount, waitUntilExit} = render(tree, {
		stdout: output,
		stdin: input,
		// Whole frames, each at once: the painter keeps the pace and finds what changed.
		debug: true,
		interactive: true,
		exitOnCtrlC: false,
		patchConsole: false,
		isScreenReaderEnabled: isScreenReader,
	});
	waitUntilExit().catch((error: unknown) => {
		setImmediate(() => {
			throw error;
		});
	});
	return {rerender, unmount};
}
