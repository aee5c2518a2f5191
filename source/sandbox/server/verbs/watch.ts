import {statusOf} from '../answer/answers.ts';
import {invalidOptions} from '../answer/refused.ts';
import {objectText, type View} from '../answer/view.ts';
import type {Answer, Sink} from '../handler.ts';
import {flagOf, numberOf} from '../request/query.ts';
import type {Change} from '../store/collection.ts';
import {Stored} from '../store/stored.ts';
import {type Asked, viewOf} from './context.ts';
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

export function watchObjects(asked: Asked): Answer {
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
	const match = parameters.get('resourceVersionMatch') ?? '';
	checkMatch(match, sends);
	return {
		version: versionOf(asked),
		sendsInitial: sends === null ? undefined : flagOf(parameters, 'sendInitialEvents'),
		hasBookmarks: flagOf(parameters, 'allowWatchBookmarks'),
		milliseconds: Math.min(seconds * 1000, 2 ** 31 - 1),
	};
}

// k8s.io/apimachinery/pkg/apis/meta/internalversion/validation
function checkMatch(match: string, sends: string | null): void {
	const field = 'resourceVersionMatch';
	const reason = 'FieldValueForbidden';
	if (sends === null && match !== '') {
		const message = 'Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided';
		throw invalidOptions('ListOptions', {reason, message, field});
	}

	if (sends !== null && match !== 'NotOlderThan') {
		const message = 'Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan';
		throw invalidOptions('ListOptions', {reason, message, field});
	}
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
		const {version, sendsInitial} = this.#options;
		const {store} = this.#asked.cluster;
		const collection = store.collection(this.#asked.target.served.storage);
		const isSynthetic = sendsInitial ?? (version === undefined || version === 0);
		if (isSynthetic) {
			const all = collection.list(this.#selection.namespace).filter(stored => isSelected(this.#selection, stored));
			const lines = all.map(stored => this.#line({type: 'ADDED', stored}));
			return sendsInitial ? [...lines, this.#bookmark(true)] : lines;
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

	#bookmark(isInitialEnd: boolean): string {
		const {served} = this.#asked.target;
		const {form} = this.#view;
		const resourceVersion = String(this.#asked.cluster.store.version);
		const annotations = isInitialEnd ? {annotations: {'k8s.io/initial-events-end': 'true'}} : {};
		const object =
			form.kind === 'table'
				? {kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: {resourceVersion}, columnDefinitions: null, rows: []}
				: {
						kind: form.kind === 'partial' ? 'PartialObjectMetadata' : served.resource.kind,
						apiVersion: form.kind === 'partial' ? 'meta.k8s.io/v1' : served.apiVersion,
						metadata: {resourceVersion, ...annotations},
					};
		return `${JSON.stringify({type: 'BOOKMARK', object})}\n`;
	}

	#setTimers(): void {
		const {hasBookmarks, milliseconds} = this.#options;
		const end = setTimeout(() => this.#finish(), milliseconds);
		this.#ends.push(() => clearTimeout(end));
		if (hasBookmarks) {
			const tell = () => this.#sink.write(this.#bookmark(false));
			const regular = setInterval(tell, bookmarkEveryMs);
			// Who comes back after the end resumes from there: what happened to other kinds is not asked for again.
			const last = setTimeout(tell, Math.max(0, milliseconds - 2000));
			this.#ends.push(() => clearInterval(regular));
			this.#ends.push(() => clearTimeout(last));
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
