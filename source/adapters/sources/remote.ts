import {createHash} from 'node:crypto';
import {join} from 'node:path';
import {Archives} from '../archives/archives.ts';
import {openBlobs} from '../archives/blobs.ts';
import {HelmIndex} from '../charts/helm-index.ts';
import type {Credentials} from '../credentials/credential.ts';
import {Web} from '../web/web.ts';

/** What all places share that are read over HTTP. */
export type Remote = {
	readonly web: Web;
	readonly credentials: Credentials;
	readonly archives: Archives;
	/** One for each repository of charts, however many of its charts are used; `base` has a slash at its end. */
	indexOf(base: URL): HelmIndex;
	/** For places that only what was read names: nothing near is asked (see `WebRequest.isForeign`). */
	readonly foreign: Remote;
};

/** Archives are kept in the subfolder `archives`, indexes in `indexes`. */
export function openRemote(cacheFolder: string, credentials: Credentials, environment: NodeJS.ProcessEnv): Remote {
	const archives = new Archives(openBlobs(join(cacheFolder, 'archives')));
	const open = (web: Web) => {
		const indexes = new Map<string, HelmIndex>();
		return {
			web,
			credentials,
			archives,
			indexOf(base: URL) {
				const name = createHash('sha256').update(base.href).digest('hex').slice(0, 40);
				const folder = join(cacheFolder, 'indexes', name);
				const index = indexes.get(name) ?? new HelmIndex({url: new URL('index.yaml', base), folder, web, credentials});
				indexes.set(name, index);
				return index;
			},
		};
	};
	const foreign: Remote = {
		...open(new Web(environment, {isForeign: true})),
		get foreign() {
			return foreign;
		},
	};
	return {...open(new Web(environment)), foreign};
}
