/** Work by name: one entry a name, however often it is asked for; what is asked for while it runs runs once more. */
export type Queue = {
	add(name: string): void;
	/** Resolves when nothing waits and nothing runs. */
	idle(): Promise<void>;
};

export function createQueue(concurrency: number, work: (name: string) => Promise<void>): Queue {
	const waiting = new Set<string>();
	const running = new Set<string>();
	let quiet: (() => void)[] = [];

	function next(): void {
		for (const name of waiting) {
			if (running.size >= concurrency) {
				return;
			}

			if (!running.has(name)) {
				waiting.delete(name);
				running.add(name);
				void work(name).finally(() => done(name));
			}
		}
	}

	function done(name: string): void {
		running.delete(name);
		next();
		if (waiting.size === 0 && running.size === 0) {
			const all = quiet;
			quiet = [];
			for (const resolve of all) {
				resolve();
			}
		}
	}

	return {
		add(name) {
			waiting.add(name);
			next();
		},
		idle: () =>
			waiting.size === 0 && running.size === 0 ? Promise.resolve() : new Promise(resolve => quiet.push(resolve)),
	};
}

/** So many compare an application in one turn of the event loop. */
const aTurn = 8;

/** Parts work into turns of the event loop: what the first ask for is on its way before the last have asked. */
export function createTurns(): () => Promise<void> {
	const waiting: (() => void)[] = [];
	const next = () => {
		for (const goOn of waiting.splice(0, aTurn)) {
			goOn();
		}

		if (waiting.length > 0) {
			setImmediate(next);
		}
	};
	return () =>
		new Promise(resolve => {
			if (waiting.push(resolve) === 1) {
				setImmediate(next);
			}
		});
}
