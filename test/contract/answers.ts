import type {Connection} from './connection.ts';
import {inParallel} from './in-parallel.ts';
import {run, type Told} from './run.ts';
import type {Sequence} from './sequence.ts';
import {tables} from './tables.ts';

/** What each sequence of all tables is answered: all are begun at once, a few at work at the same time. */
export class Answers implements AsyncDisposable {
	readonly #connection: Connection;
	readonly #answers: ReadonlyMap<Sequence, Promise<Told>>;

	constructor(connection: Connection) {
		this.#connection = connection;
		this.#answers = inParallel(8, Object.values(tables).flat(), sequence => run(sequence, connection));
	}

	async to(sequence: Sequence): Promise<Told | undefined> {
		return await this.#answers.get(sequence);
	}

	/** Waits for those that nobody asked for, too. */
	async [Symbol.asyncDispose](): Promise<void> {
		await Promise.allSettled(this.#answers.values());
		await this.#connection[Symbol.asyncDispose]();
	}
}
