import {OperatorError, UnreachableError} from '../../model/operator-error.ts';
import type {Commit} from '../../model/sources.ts';
import {openArchiveRepository} from '../archives/archive-repository.ts';
import {digestOf} from '../archives/blobs.ts';
import {formatId, parseId, type RevisionId, splitRevision} from '../archives/revision-id.ts';
import type {Unpacked} from '../archives/unpack.ts';
import {chooseVersion} from '../charts/choose-version.ts';
import {parseConstraint} from '../charts/constraint.ts';
import {printable} from '../render/printable.ts';
import type {Remote} from '../sources/remote.ts';
import type {Repository} from '../sources/repository.ts';
import {describeArtifact} from './describe-artifact.ts';
import {type Artifact, type Found, findArtifact} from './manifest.ts';
import {Registry} from './registry.ts';
import type {RegistryPlace} from './registry-place.ts';

const tagPattern = /^\w[\w.-]{0,127}$/;

/** What a registry keeps under tags: a chart, or an artifact with files. */
export function openArtifactRepository(place: RegistryPlace, isChart: boolean, remote: Remote): Repository {
	const tagged = new Tagged(place, isChart, remote);
	return openArchiveRepository({
		key: `registry ${place.address}`,
		blobs: remote.archives.blobs,
		resolve: async (revisions, signal) => {
			const answers = await Promise.all(revisions.map(revision => tagged.resolve(revision, signal)));
			return new Map(revisions.map((revision, index) => [revision, answers[index] ?? new Error('no answer')]));
		},
		digestsOf: digest => tagged.digestsOf(digest),
		open: id => tagged.open(id),
	});
}

class Tagged {
	readonly #place: RegistryPlace;
	readonly #isChart: boolean;
	readonly #remote: Remote;
	readonly #registry: Registry;

	constructor(place: RegistryPlace, isChart: boolean, remote: Remote) {
		this.#place = place;
		this.#isChart = isChart;
		this.#remote = remote;
		this.#registry = new Registry(place, remote);
	}

	async resolve(revision: string, signal: AbortSignal): Promise<Commit | Error> {
		try {
			const id = await this.#find(revision, signal);
			const artifact = await this.#fetch(id, signal);
			return describeArtifact({id, artifact, place: this.#place}, await this.open(formatId(id)));
		} catch (error) {
			signal.throwIfAborted();
			// Whoever can't be reached has no answer for the others either.
			if (error instanceof OperatorError && !(error instanceof UnreachableError)) {
				return error;
			}

			throw error;
		}
	}

	async open(id: string): Promise<Unpacked> {
		const {label, digest} = parseId(id);
		const name = this.#nameOf(label);
		const found = await this.#findKept(digest, name);
		if (found === undefined) {
			throw new OperatorError(`${name} is not in the cache any more`, {
				advice: 'It is fetched when its revision is resolved again',
			});
		}

		const {layer, shape} = found.artifact;
		return await this.#remote.archives.open(layer.digest, shape, name);
	}

	async digestsOf(digest: string): Promise<readonly string[] | undefined> {
		const found = await this.#findKept(digest, this.#place.address);
		return found && [...found.manifests.map(digestOf), found.artifact.layer.digest];
	}

	async #findKept(digest: string, name: string): Promise<Found | undefined> {
		const {blobs} = this.#remote.archives;
		return await findArtifact(digest, {name, isChart: this.#isChart}, one => blobs.read(one));
	}

	/** A digest is asked of nobody; a tag wins over a constraint that looks the same. */
	async #find(revision: string, signal: AbortSignal): Promise<RevisionId> {
		const {label, digest} = splitRevision(revision);
		if (digest !== undefined) {
			return {label, digest};
		}

		const isUsual = label === '' || label === 'HEAD';
		const wanted = isUsual ? (this.#isChart ? '*' : 'latest') : label;
		const found = (await this.#findTag(wanted, signal)) ?? (await this.#findVersion(wanted, signal));
		if (found === undefined) {
			throw this.#missing(wanted);
		}

		return found;
	}

	async #findTag(label: string, signal: AbortSignal): Promise<RevisionId | undefined> {
		const tag = label.replaceAll('+', '_');
		const digest = tagPattern.test(tag) ? await this.#registry.digestOfTag(tag, signal) : undefined;
		return digest === undefined ? undefined : {label, digest};
	}

	async #findVersion(wanted: string, signal: AbortSignal): Promise<RevisionId | undefined> {
		if (parseConstraint(wanted) === undefined) {
			return undefined;
		}

		const tags = await this.#registry.tags(signal);
		// No tag holds a plus.
		const version = chooseVersion(
			wanted,
			(tags ?? []).map(tag => tag.replaceAll('_', '+')),
		);
		return version === undefined ? undefined : await this.#findTag(version, signal);
	}

	async #fetch(id: RevisionId, signal: AbortSignal): Promise<Artifact> {
		const {archives} = this.#remote;
		const name = this.#nameOf(id.label);
		const get = async (digest: string) => {
			const content = await archives.blobs.read(digest);
			return content ?? (await this.#registry.manifest(digest, signal))?.content;
		};
		const found = await findArtifact(id.digest, {name, isChart: this.#isChart}, get);
		if (found === undefined) {
			throw this.#missing(formatId(id));
		}

		const {artifact, manifests} = found;
		if (this.#isChart && !artifact.isChart) {
			throw new OperatorError(`${name} is no chart`, {advice: 'Leave out `chart` for an artifact with files'});
		}

		if (!(await archives.blobs.has(artifact.layer.digest))) {
			await archives.add(await this.#registry.blob(artifact.layer, signal), artifact.shape, name);
		}

		for (const content of manifests) {
			if (!(await archives.blobs.has(digestOf(content)))) {
				await archives.blobs.write(content);
			}
		}

		return artifact;
	}

	#missing(wanted: string): OperatorError {
		const advice = 'Check the name and the tag, and whether this user may see it';
		return new OperatorError(`${this.#place.address} has no "${printable(wanted, 100)}"`, {advice});
	}

	#nameOf(label: string): string {
		return printable(label === '' ? this.#place.address : `${this.#place.address}:${label}`, 300);
	}
}
