import type {Api} from '../../api.ts';
import {type FollowOptions, follow, type Sighting} from '../../follow.ts';

export type Subscriber = (sighting: Sighting) => void;

type Feed = {readonly subscribers: Subscriber[]; readonly ending: AbortController; running: Promise<void> | undefined};

/** Watches each path once, for all who are interested in it. */
export class Hub {
	readonly #api: Api;
	readonly #options: FollowOptions;
	readonly #feeds = new Map<string, Feed>();

	constructor(api: Api, options: FollowOptions) {
		this.#api = api;
		this.#options = options;
	}

	has(path: string): boolean {
		return this.#feeds.has(path);
	}

	/** Hears all of the path from its first list on; to be called before the path is started. */
	subscribe(path: string, subscriber: Subscriber): void {
		const feed = this.#feeds.get(path) ?? {subscribers: [], ending: new AbortController(), running: undefined};
		feed.subscribers.push(subscriber);
		this.#feeds.set(path, feed);
	}

	/** Begins with what is subscribed and not watched yet; resolves when all of it was listed once, or the end has come. */
	async start(): Promise<void> {
		const listed: Promise<void>[] = [];
		for (const [path, feed] of this.#feeds) {
			if (feed.running === undefined) {
				const first = Promise.withResolvers<void>();
				listed.push(first.promise);
				feed.running = this.#run(path, feed, first.resolve);
			}
		}

		await Promise.all(listed);
	}

	stop(path: string): void {
		this.#feeds.get(path)?.ending.abort();
		this.#feeds.delete(path);
	}

	/** Resolves when no watch runs any more; only after the signal. */
	async ended(): Promise<void> {
		await Promise.all([...this.#feeds.values()].map(({running}) => running));
	}

	async #run(path: string, feed: Feed, onList: () => void): Promise<void> {
		const signal = AbortSignal.any([this.#options.signal, feed.ending.signal]);
		for await (const sighting of follow(this.#api, path, {...this.#options, signal})) {
			for (const subscriber of feed.subscribers) {
				this.#pass(sighting, subscriber, path);
			}

			onList();
		}

		onList();
	}

	/** What one subscriber can't take is not to end the watch for the others. */
	#pass(sighting: Sighting, subscriber: Subscriber, path: string): void {
		try {
			subscriber(sighting);
		} catch (error) {
			this.#options.report?.(`what was seen of ${path} was lost on somebody: ${String(error)}`);
		}
	}
}
