import type {JsonObject} from '../../objects/json.ts';
import {statusOf} from '../answer/answers.ts';
import {notAcceptable} from '../answer/refused.ts';
import {objectText, type View} from '../answer/view.ts';
import type {Answer, Sink} from '../handler.ts';
import {prefersYaml} from '../request/accept.ts';
import {flagOf, numberOf} from '../request/query.ts';
import type {Change} from '../store/collection.ts';
import {Stored} from '../store/stored.ts';
import {type Asked, viewOf} from './context.ts';
import {checkListOptions} from './list-options.ts';
import {isSelected, type Selection, selectionOf, versionOf} from './read.ts';

/** What a watch was asked to tell. */
type Options = {
	readonly version: number | undefined;
	/** Whether what is there is sent first, and its end marked by a bookmark; undefined where nobody asked. */
	readonly sendsInitial: boolean | undefined;
	readonly hasBookmarks: boolean;
	readonly milliseconds: number;
};

type Moment = {readonly type: string; readonly stored: Stored};

const bookmarkEveryMs = 60_000;
/** How long before its end a watch is told how far it has come. */
const lastBookmarkMs = 2000;

export function watchObjects(asked: Asked): Answer {
	if (prefersYaml(asked.request.accept)) {
		const accepted = 'application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch';
		throw notAcceptable(`only the following media types are accepted: ${accepted}`);
	}

	checkListOptions(asked.query, 'watch');
	const options = optionsOf(asked);
	const selection = selectionOf(asked);
	return {
		kind: 'stream',
		status: 200,
		headers: {'cache-control': 'no-cache, private', 'content-type': 'application/json'},
		open: sink => new Watch(asked, {options, selection, sink}).start(),
	};
}

function optionsOf(asked: Asked): Options {
	const {parameters} = asked.query;
	const seconds = numberOf(parameters, 'timeoutSeconds') ?? 1800 * (1 + Math.random());
	const sends = parameters.get('sendInitialEvents');
	return {
		version: versionOf(asked.query, 'watch'),
		sendsInitial: sends === null ? undefined : flagOf(parameters, 'sendInitialEvents'),
		hasBookmarks: flagOf(parameters, 'allowWatchBookmarks'),
		milliseconds: Math.min(seconds * 1000, 2 ** 31 - 1),
	};
}

type Parts = {readonly options: Options; readonly selection: Selection; readonly sink: Sink};

/** One watch, from its first line to its end. */
class Watch {
	readonly #asked: Asked;
	readonly #options: Options;
	readonly #selection: Selection;
	readonly #sink: Sink;
	readonly #view: View;
	readonly #ends: (() => void)[] = [];
	#isFirst = true;
	#isOver = false;

	constructor(asked: Asked, {options, selection, sink}: Parts) {
		this.#asked = asked;
		this.#options = options;
		this.#selection = selection;
		this.#sink = sink;
		this.#view = viewOf(asked);
	}

	/** Resolves to what ends it. */
	start(): () => void {
		const stop = () => this.#stop();
		const first = this.#first();
		if (first === undefined) {
			this.#sink.end();
			return stop;
		}

		if (first.length > 0) {
			this.#sink.write(first.join(''));
		}

		const collection = this.#asked.cluster.store.collection(this.#asked.target.served.storage);
		const finish = () => this.#finish();
		this.#ends.push(collection.subscribe(change => this.#tell(change), finish));
		this.#setTimers();
		return stop;
	}

	/** What is told at once; undefined where nothing can be told any more. */
	#first(): readonly string[] | undefined {
		const {version, sendsInitial, hasBookmarks} = this.#options;
		const {store} = this.#asked.cluster;
		const collection = store.collection(this.#asked.target.served.storage);
		const isSynthetic = sendsInitial ?? (version === undefined || version === 0);
		if (isSynthetic) {
			const all = collection.list(this.#selection.namespace).filter(stored => isSelected(this.#selection, stored));
			const lines = all.map(stored => this.#line({type: 'ADDED', stored}));
			return hasBookmarks ? [...lines, this.#bookmark({'k8s.io/initial-events-end': 'true'})] : lines;
		}

		const since = version === undefined ? [] : collection.since(version);
		if (since === undefined) {
			const message = `too old resource version: ${version} (${collection.forgotten + 1})`;
			const status = statusOf({code: 410, reason: 'Expired', message});
			this.#sink.write(`{"type":"ERROR","object":${status}}\n`);
			return undefined;
		}

		return since.flatMap(change => this.#linesOf(change));
	}

	#tell(change: Change): void {
		if (change.version > (this.#options.version ?? 0)) {
			const lines = this.#linesOf(change);
			if (lines.length > 0) {
				this.#sink.write(lines.join(''));
			}
		}
	}

	/** What a change means to who sees only a part of the objects. */
	#linesOf({type, object, before, version}: Change): readonly string[] {
		const isIn = type !== 'DELETED' && isSelected(this.#selection, object);
		const wasIn = before !== undefined && isSelected(this.#selection, before);
		if (isIn) {
			return [this.#line({type: wasIn ? 'MODIFIED' : 'ADDED', stored: object})];
		}

		// What is deleted, or leaves the selection, is shown as it was last, at the version of its going.
		return wasIn ? [this.#line({type: 'DELETED', stored: type === 'DELETED' ? object : aged(before, version)})] : [];
	}

	#line({type, stored}: Moment): string {
		const text = objectText({...this.#view, now: this.#asked.cluster.now()}, stored, this.#isFirst);
		this.#isFirst = false;
		return `{"type":"${type}","object":${text}}\n`;
	}

	/** Shows nothing of any object: how far the watch has come. */
	#bookmark(annotations?: JsonObject): string {
		const {served} = this.#asked.target;
		const {version} = this.#asked.cluster.store;
		const metadata = {resourceVersion: String(version), ...(annotations && {annotations})};
		const object = {apiVersion: served.storedVersion, kind: served.resource.kind, metadata};
		return this.#line({type: 'BOOKMARK', stored: new Stored(object, version)});
	}

	#setTimers(): void {
		const {hasBookmarks, milliseconds} = this.#options;
		const end = setTimeout(() => this.#finish(), milliseconds);
		this.#ends.push(() => clearTimeout(end));
		if (hasBookmarks) {
			const tell = () => this.#sink.write(this.#bookmark());
			const regular = setInterval(tell, bookmarkEveryMs);
			this.#ends.push(() => clearInterval(regular));
			if (milliseconds > lastBookmarkMs) {
				// Who comes back after the end resumes from there: what happened to other kinds is not asked for again.
				const last = setTimeout(tell, milliseconds - lastBookmarkMs);
				this.#ends.push(() => clearTimeout(last));
			}
		}
	}

	#finish(): void {
		this.#stop();
		this.#sink.end();
	}

	#stop(): void {
		if (!this.#isOver) {
			this.#isOver = true;
			for (const end of this.#ends) {
				end();
			}
		}
	}
}

function aged(stored: Stored, version: number): Stored {
	const metadata = {...stored.metadata, resourceVersion: String(version)};
	return new Stored({...stored.object, metadata}, version);
}
