import {writeSync} from 'node:fs';

type Tty = {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	readonly isScreenReader: boolean;
};

const enterScreen = '\u001B[?1049h\u001B[?25l\u001B[?7l\u001B[m\u001B[2J';
const leaveScreen = '\u001B[?2026l\u001B[r\u001B[m\u001B[?7h\u001B[?25h\u001B[?1049l';
const startPastes = '\u001B[?2004h';
const endPastes = '\u001B[?2004l';

/** Ends a sequence of which only the start has come. */
const cancel = '\u0018';

/** What a line that takes nothing may hold up the end of the program, in milliseconds. */
const longestWaitMs = 500;

/** The modes of the terminal device, and the way back from them. */
export class TtyModes {
	readonly #tty: Tty;
	#isEntered = false;

	constructor(tty: Tty) {
		this.#tty = tty;
	}

	get isEntered(): boolean {
		return this.#isEntered;
	}

	enter() {
		const {stdin, stdout, isScreenReader} = this.#tty;
		this.#isEntered = true;
		this.#setRaw(true);
		stdin.resume();
		// Node waits for a terminal that takes its time, and nothing else would go on meanwhile.
		setBlocking(stdout, false);
		stdout.write((isScreenReader ? '' : enterScreen) + startPastes);
	}

	leave() {
		if (!this.#isEntered) {
			return;
		}

		const {stdin, stdout} = this.#tty;
		this.#isEntered = false;
		stdin.pause();
		this.#setRaw(false);
		if (stdout.writable) {
			stdout.write(this.#leaving);
		}

		if (stdout.writableLength === 0) {
			setBlocking(stdout, true);
		}
	}

	/** At the end of the process, when what waits to be written is lost: a half-written frame must not stay. */
	leaveAtOnce() {
		const {stdout} = this.#tty;
		const wasEntered = this.#isEntered;
		if (stdout.writableLength === 0) {
			this.leave();
		} else {
			this.#isEntered = false;
			this.#setRaw(false);
		}

		if (stdout.writableLength > 0) {
			writeWhile(cancel + this.#leaving, Date.now() + (wasEntered ? longestWaitMs : 0));
		}
	}

	/** After a stop the shell has set modes of its own, which Node does not know of. */
	refreshRaw() {
		this.#setRaw(false);
		this.#setRaw(true);
	}

	get #leaving(): string {
		return endPastes + (this.#tty.isScreenReader ? '' : leaveScreen);
	}

	#setRaw(isRaw: boolean) {
		try {
			this.#tty.stdin.setRawMode(isRaw);
		} catch {
			// The terminal is gone, and its modes with it.
		}
	}
}

/** Node's streams have no public way to it. Without it writes wait, and the rest works. */
function setBlocking(stdout: NodeJS.WriteStream, isBlocking: boolean) {
	const handle: unknown = Reflect.get(stdout, '_handle');
	if (typeof handle === 'object' && handle !== null && 'setBlocking' in handle) {
		const {setBlocking: set} = handle;
		if (typeof set === 'function') {
			set.call(handle, isBlocking);
		}
	}
}

function writeWhile(text: string, until: number) {
	let rest = Buffer.from(text);
	while (rest.length > 0) {
		try {
			rest = rest.subarray(writeSync(1, rest));
		} catch (error) {
			const isFull = error instanceof Error && 'code' in error && error.code === 'EAGAIN';
			if (!isFull || Date.now() > until) {
				return;
			}

			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
		}
	}
}
