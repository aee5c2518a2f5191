import type {Connection} from './connection.ts';
import {inParallel} from './in-parallel.ts';
import {newNamespaces} from './namespaces.ts';
import {run, type Told} from './run.ts';
import type {Sequence} from './sequence.ts';

/** What each is answered: all are begun at once, some are at work at the same time, for much of a sequence is waiting. */
export function runAll(sequences: readonly Sequence[], connection: Connection): ReadonlyMap<Sequence, Promise<Told>> {
	const namespaces = newNamespaces(connection);
	return inParallel(16, sequences, async sequence => {
		const {value} = await namespaces.next();
		return await run(sequence, connection, value);
	});
}
