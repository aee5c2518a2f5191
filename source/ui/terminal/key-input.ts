import {StringDecoder} from 'node:string_decoder';
import {flushKeys, type Key, parseKeys} from './keys.ts';

/** An ESC with nothing after it for so long is the key, in milliseconds: Ink's own value. */
const escapeDelayMs = 20;

type Input = Pick<NodeJS.ReadStream, 'on' | 'off'>;

/** Reads keys from a stream of bytes. */
export class KeyInput {
	readonly #stream: Input;
	readonly #onKey: (key: Key) => void;
	#decoder = new StringDecoder();
	#pending = '';
	#timer: NodeJS.Timeout | undefined;

	constructor(stream: Input, onKey: (key: Key) => void) {
		this.#stream = stream;
		this.#onKey = onKey;
	}

	start() {
		this.#decoder = new StringDecoder();
		this.#pending = '';
		this.#stream.on('data', this.#read);
	}

	stop() {
		clearTimeout(this.#timer);
		this.#stream.off('data', this.#read);
	}

	readonly #read = (chunk: Uint8Array | string) => {
		clearTimeout(this.#timer);
		const text = typeof chunk === 'string' ? chunk : this.#decoder.write(Buffer.from(chunk));
		this.#take(parseKeys(text, this.#pending));
		if (this.#pending !== '') {
			this.#timer = setTimeout(() => this.#take(flushKeys(this.#pending)), escapeDelayMs);
		}
	};

	#take({keys, pending}: {readonly keys: readonly Key[]; readonly pending: string}) {
		this.#pending = pending;
		for (const key of keys) {
			this.#onKey(key);
		}
	}
}
