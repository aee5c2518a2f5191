import type {Api} from '../../api.ts';
import type {FollowOptions} from '../../follow.ts';
import type {Hub} from '../store/hub.ts';
import {createReconciler} from '../store/reconciler.ts';
import type {Collector} from './collector.ts';
import {discover, type Served} from './discovery.ts';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
/** A definition that is established is served a moment later. */
const patienceMs = 300;
/** So often the kinds are asked for again after a definition has changed. */
const tries = 3;

/** Keeps the kinds that are served in mind, and has the collector follow them. */
export class Kinds {
	readonly #api: Api;
	readonly #collector: Collector;
	readonly #options: FollowOptions;
	#served: readonly Served[] = [];
	#tries = 0;

	constructor(api: Api, collector: Collector, options: FollowOptions) {
		this.#api = api;
		this.#collector = collector;
		this.#options = options;
	}

	get served(): readonly Served[] {
		return this.#served;
	}

	/** Resolves when the kinds are known and followed. */
	async start(hub: Hub): Promise<void> {
		const first = Promise.withResolvers<void>();
		this.#options.signal.addEventListener('abort', () => first.resolve());
		const queue = createReconciler(
			async () => {
				await this.#refresh();
				first.resolve();
				return ++this.#tries < tries ? patienceMs : undefined;
			},
			{...this.#options, what: 'kinds of'},
		);
		hub.subscribe(definitions, () => {
			this.#tries = 0;
			queue.add('the server');
		});
		await hub.start();
		await first.promise;
	}

	async #refresh(): Promise<void> {
		this.#served = await discover(this.#api, this.#options.signal);
		await this.#collector.refollow(this.#served);
	}
}
