import {UsageError} from '../../model/operator-error.ts';
import {type Place, placeKey} from '../../model/sources.ts';
import {openHelmRepository} from '../charts/helm-repository.ts';
import {openGitRepository} from '../git/repository.ts';
import {showRepository} from '../git/repository-address.ts';
import {openArtifactRepository} from '../registry/artifact-repository.ts';
import {parseRegistryPlace} from '../registry/registry-place.ts';
import {printable} from '../render/printable.ts';
import {checkPlace, kindOfPlace} from './place.ts';
import {openRemote, type Remote} from './remote.ts';
import type {Opening, Repository} from './repository.ts';

export type PlacesOptions = Omit<Opening, 'onDamage'> & {
	/** Hears, in words, whose local copy was damaged, and how. */
	readonly onRemade: (message: string) => void;
};

/** Places of all kinds, each opened when it is asked for the first time. */
export class Places {
	readonly #options: PlacesOptions;
	readonly remote: Remote;
	readonly #open = new Map<string, Repository>();

	constructor(options: PlacesOptions, remote = openRemote(options.cacheFolder, options.credentials, process.env)) {
		this.#options = options;
		this.remote = remote;
	}

	/** Those that only what was read names. */
	foreign(): Places {
		return new Places(this.#options, this.remote.foreign);
	}

	open(place: Place): Repository {
		const key = placeKey(place);
		const repository = this.#open.get(key) ?? this.#openNew(place);
		this.#open.set(key, repository);
		return repository;
	}

	async close(): Promise<void> {
		await Promise.all([this.remote.web, ...this.#open.values()].map(one => one.close()));
	}

	#openNew(place: Place): Repository {
		const {onRemade, ...options} = this.#options;
		const name = printable(showRepository(place.repository), 200);
		const wrong = checkPlace(place);
		if (wrong !== undefined) {
			throw new UsageError(`${name}: ${wrong}`);
		}

		const onDamage = (what: string) =>
			onRemade(`the local copy of ${name} was damaged (${what}): it is thrown away and fetched anew`);
		const kind = kindOfPlace(place);
		switch (kind) {
			case 'git':
				return openGitRepository(place, {...options, onDamage});
			case 'helm':
				return openHelmRepository(place, this.remote);
			case 'registry':
			case 'artifact': {
				const parsed = parseRegistryPlace(place.repository, place.chart);
				if ('problem' in parsed) {
					throw new UsageError(`${name}: ${parsed.problem}`);
				}

				return openArtifactRepository(parsed, kind === 'registry', this.remote);
			}
		}
	}
}
