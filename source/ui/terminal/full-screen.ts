import process from 'node:process';
import {type Colors, colorsOf} from './colors.ts';
import {FrameStream} from './frame-stream.ts';
import {KeyInput} from './key-input.ts';
import type {Key} from './keys.ts';
import {LinearPrinter} from './linear-printer.ts';
import {Painter, type Size} from './painter.ts';
import type {Copied, EndReason, Terminal, TerminalOptions} from './terminal.ts';
import {TtyModes} from './tty.ts';

const endSignals = {
	SIGHUP: 'hangup',
	SIGTERM: 'terminate',
	SIGQUIT: 'terminate',
	SIGINT: 'interrupt',
} as const satisfies Partial<Record<NodeJS.Signals, EndReason>>;

/** In bytes of base64: what the terminals take that limit it, as k9s found. */
const longestCopy = 74_994;

/** A process that can't be stopped (nobody could bring it back) goes on after so long. */
const stopDelayMs = 100;

/** The process's terminal, taken over from the start to `close`. */
export class FullScreen implements Terminal {
	readonly colors: Colors;
	readonly isScreenReader: boolean;
	readonly output: FrameStream;
	readonly #stdin: NodeJS.ReadStream;
	readonly #stdout: NodeJS.WriteStream;
	readonly #modes: TtyModes;
	readonly #painter: Painter | LinearPrinter;
	readonly #keys: KeyInput;
	/** Linux's own console has none, and would show the text. */
	readonly #hasClipboard: boolean;
	readonly #keyListeners = new Set<(key: Key) => void>();
	readonly #resizeListeners = new Set<() => void>();
	readonly #endListeners = new Set<(reason: EndReason) => void>();
	#isClosed = false;

	constructor({stdin, stdout, environment, ...options}: TerminalOptions) {
		this.#stdin = stdin;
		this.#stdout = stdout;
		this.colors = colorsOf(environment);
		this.#hasClipboard = environment.TERM !== 'linux';
		this.isScreenReader = options.isScreenReader ?? environment.INK_SCREEN_READER === 'true';
		this.#modes = new TtyModes({stdin, stdout, isScreenReader: this.isScreenReader});
		this.#painter = this.isScreenReader ? new LinearPrinter(stdout) : new Painter(stdout, this.#size);
		this.#keys = new KeyInput(stdin, key => tellAll(this.#keyListeners, key));
		this.output = new FrameStream({size: () => this.#size, show: frame => this.#painter.show(frame)});
		this.#listen();
		this.#keys.start();
		this.#modes.enter();
	}

	get columns(): number {
		return this.#size.columns;
	}

	get rows(): number {
		return this.#size.rows;
	}

	onKey(listener: (key: Key) => void): () => void {
		return subscribe(this.#keyListeners, listener);
	}

	onResize(listener: () => void): () => void {
		return subscribe(this.#resizeListeners, listener);
	}

	onEnd(listener: (reason: EndReason) => void): () => void {
		return subscribe(this.#endListeners, listener);
	}

	redraw() {
		this.#painter.repaint();
	}

	suspend() {
		if (this.#isClosed) {
			return;
		}

		this.#release();
		process.off('SIGTSTP', this.#stopped);
		// To all of the job, as the terminal itself would: a program between us and the shell has to stop as well.
		process.kill(0, 'SIGTSTP');
		process.on('SIGTSTP', this.#stopped);
		// After a stop the signal is told first: a timer that is over by then lets signals go before.
		setTimeout(() => setImmediate(this.#goOn), stopDelayMs);
	}

	copy(text: string): Copied {
		if (!this.#hasClipboard || !this.#modes.isEntered) {
			return 'no clipboard';
		}

		const encoded = Buffer.from(text).toString('base64');
		if (encoded.length > longestCopy) {
			return 'too long';
		}

		this.#stdout.write(`\u001B]52;c;${encoded}\u0007`);
		return 'sent';
	}

	close() {
		if (!this.#isClosed) {
			this.#isClosed = true;
			this.#release();
			this.#unlisten();
		}
	}

	/** Where the terminal doesn't say, what terminals have been since the VT100. */
	get #size(): Size {
		return {columns: this.#stdout.columns || 80, rows: this.#stdout.rows || 24};
	}

	#release() {
		this.#painter.stop();
		this.#keys.stop();
		this.#modes.leave();
	}

	#listen() {
		this.#stdout.on('resize', this.#resized).on('close', this.#lost);
		this.#stdin.on('end', this.#lost).on('close', this.#lost);
		// These stay: a terminal that is gone refuses what is written at the end, too.
		this.#stdout.on('error', this.#lost);
		this.#stdin.on('error', this.#lost);
		for (const signal of Object.keys(endSignals)) {
			process.on(signal, this.#signalled);
		}

		process.on('SIGTSTP', this.#stopped).on('SIGCONT', this.#continued);
		process.on('exit', this.#exiting).on('uncaughtExceptionMonitor', this.#exiting);
	}

	#unlisten() {
		this.#stdout.off('resize', this.#resized).off('close', this.#lost);
		this.#stdin.off('end', this.#lost).off('close', this.#lost);
		process.off('SIGTSTP', this.#stopped).off('SIGCONT', this.#continued);
		// Ink's watcher of signals ends the process where it finds itself alone with one, even while it is told.
		setImmediate(() => {
			for (const signal of Object.keys(endSignals)) {
				process.off(signal, this.#signalled);
			}
		});
	}

	#end(reason: EndReason) {
		if (!this.#isClosed) {
			this.close();
			tellAll(this.#endListeners, reason);
		}
	}

	readonly #lost = () => this.#end('closed');

	readonly #exiting = () => {
		this.#painter.stop();
		this.#modes.leaveAtOnce();
	};

	readonly #signalled = (signal: keyof typeof endSignals) => {
		this.#end(endSignals[signal]);
	};

	/** Somebody else stops us: Node has no way back to what the signal does by itself. */
	readonly #stopped = () => {
		this.#release();
		process.kill(process.pid, 'SIGSTOP');
	};

	readonly #goOn = () => {
		if (!this.#modes.isEntered) {
			this.#continued();
		}
	};

	readonly #continued = () => {
		if (this.#isClosed) {
			return;
		}

		if (this.#modes.isEntered) {
			this.#modes.refreshRaw();
		}

		this.#modes.enter();
		this.#keys.stop();
		this.#keys.start();
		// The window may have changed while nobody listened; Node looks when it is told so.
		process.kill(process.pid, 'SIGWINCH');
		this.#painter.start();
	};

	readonly #resized = () => {
		this.#painter.resize(this.#size);
		tellAll(this.#resizeListeners, undefined);
		this.output.emit('resize');
	};
}

function subscribe<Told>(listeners: Set<(told: Told) => void>, listener: (told: Told) => void): () => void {
	listeners.add(listener);
	return () => {
		listeners.delete(listener);
	};
}

function tellAll<Told>(listeners: ReadonlySet<(told: Told) => void>, told: Told) {
	for (const listener of [...listeners]) {
		listener(told);
	}
}
