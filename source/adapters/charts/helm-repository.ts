import {count} from '../../model/count.ts';
import {OperatorError} from '../../model/operator-error.ts';
import type {Commit, Place} from '../../model/sources.ts';
import {openArchiveRepository} from '../archives/archive-repository.ts';
import {digestOf} from '../archives/blobs.ts';
import {formatId, parseId, splitRevision} from '../archives/revision-id.ts';
import type {Unpacked} from '../archives/unpack.ts';
import {pullChart} from '../registry/pull-chart.ts';
import {parseRegistryPlace} from '../registry/registry-place.ts';
import {printable} from '../render/printable.ts';
import type {Remote} from '../sources/remote.ts';
import type {Repository} from '../sources/repository.ts';
import {authorizationOf} from '../web/authorization.ts';
import {refusalOf} from '../web/refusal.ts';
import {checkWebAddress, namedBy, showUrl} from '../web/web-address.ts';
import {readChartFile} from './chart-file.ts';
import {chooseVersion} from './choose-version.ts';
import type {HelmIndex} from './helm-index.ts';
import type {IndexEntry} from './index-entries.ts';
import {compareVersions, parseVersion} from './version.ts';

const largestArchive = 64 * 1024 * 1024;
const chartShape = {isPacked: true, hasTop: true} as const;

/** A chart of a repository of charts. */
export function openHelmRepository(place: Place, remote: Remote): Repository {
	const chart = new HelmChart(place, remote);
	return openArchiveRepository({
		key: `helm ${place.repository} ${place.chart}`,
		blobs: remote.archives.blobs,
		resolve: (revisions, signal) => chart.resolve(revisions, signal),
		digestsOf: async digest => [digest],
		open: id => chart.open(id),
	});
}

class HelmChart {
	readonly #name: string;
	/** Of the repository, with a slash at its end. */
	readonly #base: URL;
	readonly #remote: Remote;
	readonly #index: HelmIndex;
	/** Of archives whose digests the index does not tell. */
	readonly #digests = new Map<string, string>();

	constructor({repository, chart}: Place, remote: Remote) {
		this.#name = chart;
		this.#base = new URL(`${repository.replace(/\/+$/, '')}/`);
		this.#remote = remote;
		this.#index = remote.indexOf(this.#base);
	}

	async resolve(revisions: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Commit | Error>> {
		const pinned = await Promise.all(revisions.map(revision => this.#findPinned(revision)));
		const known = new Map(revisions.flatMap((revision, index) => (pinned[index] ? [[revision, pinned[index]]] : [])));
		if (known.size === revisions.length) {
			return known;
		}

		const entries = await this.#index.entries(this.#name, signal);
		const answers = await Promise.all(
			revisions.map(async revision => known.get(revision) ?? (await this.#resolveOne(revision, entries, signal))),
		);
		return new Map(revisions.map((revision, index) => [revision, answers[index] ?? new Error('no answer')]));
	}

	async open(id: string): Promise<Unpacked> {
		const {label, digest} = parseId(id);
		return await this.#remote.archives.open(digest, chartShape, this.#archiveName(label));
	}

	/** What is pinned by its digest, and here, is asked of nobody; the index refuses what is no such version. */
	async #findPinned(revision: string): Promise<Commit | undefined> {
		const {label, digest} = splitRevision(revision);
		if (digest === undefined || (label !== '' && parseVersion(label) === undefined)) {
			return undefined;
		}

		const archiveName = this.#archiveName(label);
		const unpacked = await this.#remote.archives.find(digest, chartShape, archiveName);
		if (unpacked === undefined) {
			return undefined;
		}

		const {name, version} = readChartFile(unpacked, archiveName);
		const isAsked = name === this.#name && (label === '' || chooseVersion(label, [version]) === version);
		return isAsked ? this.#commitOf(formatId({label: version, digest}), unpacked, undefined) : undefined;
	}

	async #resolveOne(
		revision: string,
		entries: readonly IndexEntry[] | undefined,
		signal: AbortSignal,
	): Promise<Commit | Error> {
		try {
			const {label, digest} = splitRevision(revision);
			const entry = this.#choose(label, digest, entries);
			const content = await this.#fetch(entry, digest, signal);
			return this.#commitOf(formatId({label: entry.version, digest: content.digest}), content.unpacked, entry);
		} catch (error) {
			// Whoever gave up has no answer at all.
			signal.throwIfAborted();
			if (error instanceof OperatorError) {
				return error;
			}

			throw error;
		}
	}

	#choose(label: string, digest: string | undefined, entries: readonly IndexEntry[] | undefined): IndexEntry {
		const where = showUrl(this.#base);
		if (entries === undefined) {
			throw new OperatorError(`${where} has no chart "${printable(this.#name, 100)}"`, {
				advice: 'Check the name of the chart, which is not that of the release',
			});
		}

		const versions = entries.map(({version}) => version);
		const version =
			label === '' && digest !== undefined
				? entries.find(entry => `sha256:${entry.digest}` === digest)?.version
				: chooseVersion(label, versions);
		const entry = entries.find(one => one.version === version);
		if (entry === undefined) {
			const wanted = printable(label || (digest ?? ''), 100);
			throw new OperatorError(`${where} has no version "${wanted}" of the chart ${printable(this.#name, 100)}`, {
				advice: `Name one of those that it has: ${describeNewest(versions)}`,
			});
		}

		return entry;
	}

	async #fetch(entry: IndexEntry, pinned: string | undefined, signal: AbortSignal) {
		const {archives} = this.#remote;
		const name = this.#archiveName(entry.version);
		const memo = JSON.stringify(entry);
		const promised = entry.digest === '' ? this.#digests.get(memo) : `sha256:${entry.digest}`;
		const known = promised === undefined ? undefined : await archives.find(promised, chartShape, name);
		if (promised !== undefined && known !== undefined) {
			checkPin(name, promised, pinned);
			return {digest: promised, unpacked: known};
		}

		const content = await this.#download(entry, signal);
		const digest = digestOf(content);
		if (entry.digest !== '' && digest !== promised) {
			throw new OperatorError(`${name} is not the archive whose digest stands in the index`, {
				advice: 'Nothing of it is used: it was damaged, or replaced without `helm repo index`',
			});
		}

		checkPin(name, digest, pinned);
		const unpacked = await archives.add(content, chartShape, name);
		this.#digests.set(memo, digest);
		return {digest, unpacked};
	}

	async #download({url: written, version}: IndexEntry, signal: AbortSignal): Promise<Buffer> {
		const {web, credentials} = this.#remote;
		const url = URL.parse(written, this.#base.href);
		if (url?.protocol === 'oci:') {
			return await this.#pull(written, version, signal);
		}

		const wrong = url === null || written === '' ? 'it is none' : checkWebAddress(url);
		if (url === null || wrong !== undefined) {
			throw new OperatorError(`the index's address of ${this.#archiveName(version)} is refused: ${wrong}`);
		}

		// What is for the repository is not for whomever its index names.
		const named = await credentials.of(url.href, signal);
		const credential = url.origin === this.#base.origin ? named : undefined;
		const authorization = authorizationOf(credential);
		const how = named ? {isForeign: false} : namedBy(this.#base, url);
		const answer = await web.fetch({url, credential, authorization, ...how}, signal);
		if (answer.status !== 200) {
			answer.discard();
			throw refusalOf(answer);
		}

		return await answer.bytes(largestArchive);
	}

	/** Some indexes name charts in a registry, as `oci://host/path:1.2.3`. */
	async #pull(written: string, version: string, signal: AbortSignal): Promise<Buffer> {
		const [, address = written, tag = version] = /^(.+):([\w.+-]+)$/.exec(written) ?? [];
		const place = parseRegistryPlace(address, '');
		if ('problem' in place) {
			throw new OperatorError(`the index's address of ${this.#archiveName(version)} is refused: ${place.problem}`);
		}

		const {isForeign = false} = namedBy(this.#base, new URL(`https://${place.host}`));
		return await pullChart({place, tag, remote: isForeign ? this.#remote.foreign : this.#remote}, signal);
	}

	#commitOf(id: string, unpacked: Unpacked, entry: IndexEntry | undefined): Commit {
		const {name, version, description, maintainers} = readChartFile(unpacked, this.#archiveName(parseId(id).label));
		const created = new Date(entry?.created || unpacked.modified);
		return {
			id,
			subject: printable(`${name} ${version}${description === '' ? '' : `: ${description}`}`),
			author: printable(maintainers.join(', ') || this.#base.host, 200),
			time: (Number.isNaN(created.getTime()) ? new Date(unpacked.modified) : created).toISOString(),
		};
	}

	#archiveName(version: string): string {
		return printable(`${this.#name}-${version}.tgz of ${showUrl(this.#base)}`, 300);
	}
}

function checkPin(name: string, digest: string, pinned: string | undefined): void {
	if (pinned !== undefined && pinned !== digest) {
		const [is, wanted] = [digest, pinned].map(one => one.slice('sha256:'.length, 'sha256:'.length + 12));
		throw new OperatorError(`${name} has the digest ${is}…, and ${wanted}… is asked for`, {
			advice:
				'Either it was published again with other content, or the digest was copied wrongly: find out which, before you name another one',
		});
	}
}

const mostNamed = 3;

function describeNewest(versions: readonly string[]): string {
	const parsed = versions.flatMap(text => {
		const version = parseVersion(text);
		return version === undefined ? [] : [{text, version}];
	});
	const newest = parsed.toSorted((a, b) => compareVersions(b.version, a.version)).slice(0, mostNamed);
	const more = parsed.length > mostNamed ? ` and ${count(parsed.length - mostNamed, 'older one')}` : '';
	return newest.length === 0 ? 'it has none' : `${newest.map(({text}) => printable(text, 50)).join(', ')}${more}`;
}
