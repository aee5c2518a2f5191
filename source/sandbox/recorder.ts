import {type Api, ApiError, contentTypes} from './api.ts';
import {createWorkQueue} from './work-queue.ts';

/** What an Event tells about. */
export type Subject = {
	readonly apiVersion: string;
	readonly kind: string;
	readonly metadata: {readonly name: string; readonly namespace: string; readonly uid: string};
	/** `spec.containers{web}` */
	readonly fieldPath?: string;
};

export type Message = {readonly type: 'Normal' | 'Warning'; readonly reason: string; readonly message: string};

export type Recorder = {record(subject: Subject, message: Message): void};

export type RecorderOptions = {
	/** Who tells it: `deployment-controller`. */
	readonly component: string;
	readonly signal: AbortSignal;
	/** What time it is, in milliseconds. */
	readonly now: () => number;
};

type Entry = {
	readonly subject: Subject;
	readonly message: Message;
	first: string;
	told: number;
	count: number;
};

/** What was told longest ago is told as new when it comes again. */
const remembered = 1000;

/** Writes Events of core/v1: the same message again makes one count higher, as in client-go's tools/record. Failures are nobody's concern. */
export function createRecorder(api: Api, {component, signal, now}: RecorderOptions): Recorder {
	const entries = new Map<string, Entry>();

	async function write(key: string): Promise<void> {
		const entry = entries.get(key);
		if (entry === undefined || entry.told === entry.count) {
			return;
		}

		const isNew = entry.told === 0;
		entry.told = entry.count;
		await (isNew ? api.call(creation(entry, component), signal) : repeat(entry));
	}

	/** What the server has forgotten since is told as new. */
	async function repeat(entry: Entry): Promise<void> {
		try {
			await api.call(repetition(entry, timeOf(now())), signal);
		} catch (error) {
			if (!(error instanceof ApiError && error.status === 404)) {
				throw error;
			}

			entry.first = timeOf(now());
			await api.call(creation(entry, component), signal);
		}
	}

	const queue = createWorkQueue(key => write(key).catch(() => undefined), {
		concurrency: 2,
		signal,
		onFailure: () => undefined,
	});

	return {
		record(subject, message) {
			const key = JSON.stringify([subject.metadata.uid, subject.fieldPath, message.reason, message.message]);
			const entry = entries.get(key) ?? {subject, message, first: timeOf(now()), told: 0, count: 0};
			entry.count++;
			entries.delete(key);
			entries.set(key, entry);
			forgetOldest(entries);
			queue.add(key);
		},
	};
}

function forgetOldest(entries: Map<string, Entry>): void {
	const [oldest] = entries;
	if (entries.size > remembered && oldest !== undefined && oldest[1].told === oldest[1].count) {
		entries.delete(oldest[0]);
	}
}

function creation({subject, message, first, count}: Entry, component: string) {
	const {metadata, apiVersion, kind, fieldPath} = subject;
	const namespace = metadata.namespace || 'default';
	const involvedObject = {apiVersion, kind, ...metadata, ...(fieldPath && {fieldPath})};
	const body = {
		apiVersion: 'v1',
		kind: 'Event',
		metadata: {name: nameOf({subject, message, first}), namespace},
		involvedObject,
		...message,
		count,
		firstTimestamp: first,
		lastTimestamp: first,
		source: {component},
		reportingComponent: component,
	};
	return {method: 'POST', path: `/api/v1/namespaces/${namespace}/events`, body} as const;
}

function repetition({subject, message, first, count}: Entry, lastTimestamp: string) {
	const namespace = subject.metadata.namespace || 'default';
	const path = `/api/v1/namespaces/${namespace}/events/${nameOf({subject, message, first})}`;
	return {method: 'PATCH', path, body: {count, lastTimestamp}, contentType: contentTypes.merge} as const;
}

function nameOf({subject, message, first}: Pick<Entry, 'subject' | 'message' | 'first'>): string {
	let hash = 0;
	for (const character of `${subject.metadata.uid}${subject.fieldPath}${first}${message.reason}${message.message}`) {
		hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
	}

	return `${subject.metadata.name}.${Date.parse(first).toString(16)}${hash.toString(16).padStart(8, '0')}`;
}

function timeOf(now: number): string {
	return `${new Date(now).toISOString().slice(0, 19)}Z`;
}
