import type {Writable} from 'node:stream';
import type {Colors} from './colors.ts';
import {FullScreen} from './full-screen.ts';
import type {Key} from './keys.ts';

/** Why the terminal went: it was closed or its line was cut, or a signal asked the program to end. */
export type EndReason = 'hangup' | 'closed' | 'terminate' | 'interrupt';

export type Streams = {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	readonly environment: Readonly<Record<string, string | undefined>>;
};

export type TerminalOptions = Streams & {
	/** Told, not painted: by default as Ink has it, with `INK_SCREEN_READER=true`. */
	readonly isScreenReader?: boolean;
};

/** The terminal, full-screen. Listeners are called until the function that came with them is. */
export type Terminal = {
	/** In cells, as of now. */
	readonly columns: number;
	readonly rows: number;
	readonly colors: Colors;
	readonly isScreenReader: boolean;
	/** Takes whole frames, from Ink. */
	readonly output: Writable;
	/** Keys that came in one piece are told in one tick. */
	onKey(listener: (key: Key) => void): () => void;
	/** Painting waits until the frame of the new size had its time to come. */
	onResize(listener: () => void): () => void;
	/** The terminal has been given back when it is told. */
	onEnd(listener: (reason: EndReason) => void): () => void;
	/** Clears the screen and paints it again. */
	redraw(): void;
	/** Gives the terminal to the shell, as Ctrl-Z does, until the shell brings the program back. */
	suspend(): void;
	/** Asks the terminal to put it into the clipboard. */
	copy(text: string): Copied;
	/** Gives it back. Also done at the end of the process, and before an uncaught error is printed. */
	close(): void;
};

/** What became of a copy; a terminal that has a clipboard does not say whether it allowed it. */
export type Copied = 'sent' | 'too long' | 'no clipboard';

/** Says why no full-screen interface can run here, or nothing. */
export function whyNoTerminal({stdin, stdout, environment}: Streams): string | undefined {
	if (!stdin.isTTY) {
		return 'the standard input is no terminal';
	}

	if (!stdout.isTTY) {
		return 'the standard output is no terminal';
	}

	return environment.TERM === 'dumb' ? 'TERM is dumb: this terminal can only print lines' : undefined;
}

/** Takes the terminal over at once. */
export function openTerminal(options: TerminalOptions): Terminal {
	return new FullScreen(options);
}
