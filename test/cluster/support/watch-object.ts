import {createResources, pathOf} from '../plain-kubectl/resources.ts';
import {createServer} from '../plain-kubectl/server.ts';
import type {SharedCluster} from './shared-cluster.ts';
import {until} from './until.ts';

/** Ends with the scope that it is declared in with `await using`. */
export type ObjectWatch = AsyncDisposable & {
	/** One at each of the object's changes: `ADDED|MODIFIED|DELETED <uid> <the field>`. */
	readonly lines: readonly string[];
	/** The first that matches, of those that came and those that will. */
	line(pattern: RegExp): Promise<string>;
};

export type Watched = {
	readonly kind: string;
	readonly namespace: string;
	readonly name: string;
	/** Of the spec. */
	readonly field?: string;
};

export function watchObject(cluster: SharedCluster, {kind, namespace, name, field = ''}: Watched): ObjectWatch {
	const server = createServer(cluster);
	const ending = new AbortController();
	const lines: string[] = [];
	const follow = async () => {
		const resource = await createResources(server).named(kind);
		const query = `?watch=true&fieldSelector=metadata.name%3D${name}`;
		for await (const {type, object} of server.watch(`${pathOf(resource, namespace)}${query}`, ending.signal)) {
			lines.push(`${type} ${object.metadata.uid} ${object.spec[field] ?? ''}`);
		}
	};
	// Its end is asked for; that it ended before is told by the line that does not come.
	const ended = follow().catch((error: unknown) => void lines.push(String(error)));
	return {
		lines,
		line: pattern => until(`a change like ${pattern}`, () => lines.find(line => pattern.test(line))),
		async [Symbol.asyncDispose]() {
			ending.abort();
			await ended;
		},
	};
}
