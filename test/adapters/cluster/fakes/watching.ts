import {onTestFinished} from 'vitest';
import type {Timing} from '../../../../source/adapters/cluster/rest/timing.ts';
import type {WatchEvent} from '../../../../source/model/ports.ts';
import {clusterAt, configMaps, type Entries, type FakeApi, type Handler, item, list, reply, startApi} from './api.ts';

/** A line of a watch. */
export const line = (type: string, object: unknown) => `${JSON.stringify({type, object})}\n`;
export const added = (name: string, version: string) => line('ADDED', item(name, version));
export const bookmark = (version: string) => line('BOOKMARK', {metadata: {resourceVersion: version}});
export const expired = line('ERROR', {kind: 'Status', code: 410, reason: 'Expired', message: 'too old'});

/** Sends these lines, and keeps the stream open. */
export const stays =
	(...lines: readonly string[]): Handler =>
	(_, response) => {
		response.writeHead(200).flushHeaders();
		response.write(lines.join(''));
	};

/** Sends these lines, and ends the stream as servers do. */
export const ends =
	(...lines: readonly string[]): Handler =>
	(_, response) =>
		response.writeHead(200).end(lines.join(''));

/** Sends these lines, and cuts the connection. */
export const breaks =
	(...lines: readonly string[]): Handler =>
	(_, response) => {
		response.writeHead(200).write(lines.join(''), () => response.destroy());
	};

export type Script = {readonly lists?: readonly Handler[]; readonly watches?: readonly Handler[]};

/** Answers lists and watches each in their turn; the last one goes on. */
function play({lists = [reply(200, list([item('a')]))], watches = [stays()]}: Script): Handler {
	const next = {lists: 0, watches: 0};
	return (asked, response) => {
		const what = asked.query.has('watch') ? 'watches' : 'lists';
		const handlers = {lists, watches}[what];
		handlers[Math.min(next[what]++, handlers.length - 1)]?.(asked, response);
	};
}

export type Following = {
	readonly api: FakeApi;
	readonly seen: string[];
	readonly events: WatchEvent[];
	readonly end: () => Promise<void>;
};

export async function follow(script: Script, timing: Partial<Timing> = {}, entries: Entries = {}): Promise<Following> {
	const api = await startApi(play(script));
	const cluster = await clusterAt(api.url, entries, timing);
	const abort = new AbortController();
	const events: WatchEvent[] = [];
	const seen: string[] = [];
	const done = (async () => {
		for await (const event of cluster.watch(configMaps, {labelSelector: 'app'}, abort.signal)) {
			events.push(event);
			seen.push(print(event));
		}
	})();
	const end = () => {
		abort.abort(new Error('enough'));
		return done;
	};
	onTestFinished(end);
	return {api, seen, events, end};
}

function print(event: WatchEvent): string {
	switch (event.kind) {
		case 'listed':
			return `listed ${event.all.map(({id}) => id.name).join(' ')}`.trim();
		case 'changed':
		case 'gone':
			return `${event.kind} ${event.live.id.name}`;
		case 'stale':
		case 'fresh':
			return event.kind;
	}
}

export const requestsOf = ({asked}: FakeApi) =>
	asked.map(({query}) => (query.has('watch') ? `watch ${query.get('resourceVersion')}` : 'list'));
