import type {Engine} from '../model/engine.ts';
import {UsageError} from '../model/operator-error.ts';
import type {Context} from './verb.ts';

/** How many names an error lists. */
const listed = 10;

/** The application that was named, or the only one there is. */
export function applicationOf({app}: Context, engine: Engine): string {
	if (app !== undefined) {
		return app;
	}

	const names = engine.names();
	const [only] = names;
	if (only === undefined) {
		throw new UsageError('the files declare no application; give others with -f FILE|DIR, or one with --repo URL');
	}

	if (names.length > 1) {
		throw new UsageError(`which application? There are ${listOf(names)}`);
	}

	return only;
}

/** `a, b and 3 more`. */
export function listOf(names: readonly string[]): string {
	const rest = names.length - listed;
	return rest > 0 ? `${names.slice(0, listed).join(', ')} and ${rest} more` : names.join(', ');
}
