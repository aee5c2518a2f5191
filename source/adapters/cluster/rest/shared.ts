import {orAbort} from '../../../model/or-abort.ts';

/** What is asked for once, however many want it; asked for again when it failed, or on demand. */
export type Shared<T> = {
	(signal: AbortSignal, isFresh?: boolean): Promise<T>;
	/** Whoever asks from now on has it asked for again. */
	forget(): void;
};

export function createShared<T>(load: (signal: AbortSignal) => Promise<T>): Shared<T> {
	let latest: Promise<T> | undefined;
	let answered: Promise<T> | undefined;

	function start(): Promise<T> {
		// Of nobody's signal: one who stops waiting does not stop the others.
		const started = load(new AbortController().signal);
		latest = started;
		started.then(
			() => {
				answered = started;
			},
			() => {
				if (latest === started) {
					latest = undefined;
				}
			},
		);
		return started;
	}

	const shared: Shared<T> = (signal, isFresh = false) => {
		const wanted = latest && !isFresh ? latest : start();
		// What is here needs no listener: thousands on one signal are slow to add.
		return wanted === answered && !signal.aborted ? wanted : orAbort(wanted, signal);
	};
	shared.forget = () => {
		latest = undefined;
	};
	return shared;
}
