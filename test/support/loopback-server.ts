import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {until} from '../cluster/support/until.ts';
import {freePorts} from './free-ports.ts';
import {startGuarded} from './guarded-process.ts';

/** Where a server keeps its files, and listens. */
export type Place = {readonly folder: string; readonly port: number};

export type ServerProgram = {
	readonly name: string;
	/** Writes what the server reads, and returns how it is started. */
	prepare(place: Place): Promise<{readonly program: string; readonly args: readonly string[]}>;
	isServing(place: Place): Promise<boolean>;
};

/** A real server on 127.0.0.1; it and its folder are gone after `stop`, or at the end of a scope with `await using`. */
export type LoopbackServer = AsyncDisposable & Place & {stop(): Promise<void>};

export async function startLoopbackServer(server: ServerProgram): Promise<LoopbackServer> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await startOnce(server);
		} catch (error) {
			// Somebody took the port between our finding it free and the server's listening on it.
			if (attempt === 3 || !/address already in use/i.test(String(error))) {
				throw error;
			}
		}
	}
}

async function startOnce({name, prepare, isServing}: ServerProgram): Promise<LoopbackServer> {
	const folder = await mkdtemp(path.join(tmpdir(), `trueup-${name}-`));
	const [port = 0] = await freePorts(1);
	const place = {folder, port};
	const log = path.join(folder, `${name}.log`);
	await using starting = new AsyncDisposableStack();
	starting.defer(() => rm(folder, {recursive: true, force: true}));
	const running = startGuarded({name, log, ...(await prepare(place))});
	starting.defer(() => running.kill());
	const failure = new AbortController();
	void running.died.then(error => failure.abort(error));
	try {
		await until(`${name} serves`, () => isServing(place), {signal: failure.signal, timeoutMs: 30_000});
	} catch (error) {
		throw new Error(`${error}\n${await readFile(log, 'utf8')}`);
	}

	const started = starting.move();
	const stop = () => started.disposeAsync();
	return {...place, stop, [Symbol.asyncDispose]: stop};
}
