import {randomUUID} from 'node:crypto';
import path from 'node:path';
import {type ResourceLimits, Worker} from 'node:worker_threads';
import {removeFoldersOfProcess} from './adapters/credentials/private-folder.ts';
import type {Succession} from './adapters/store/locks.ts';
import type {EngineOptions, Session} from './model/protocol.ts';
import {LastingSession} from './state/lasting-session.ts';
import type {StartThread, ThreadMessage} from './state/thread.ts';

/** What the engine's thread is given. */
export type ThreadData = {
	readonly options: EngineOptions;
	readonly succession: Succession;
};

/** Sessions of this process that have ended; one that was ended by force may have left locks. */
const endedSessions = new Set<string>();

/** The engine in its own thread; one that dies or hangs is followed by a new one. */
export function startLastingSession(options: EngineOptions, limits: ResourceLimits = {}): Session {
	const session = randomUUID();
	const succession = {session, ended: [...endedSessions]};
	const files = [...options.files];
	const start: StartThread = listener => startThread({options: {...options, files}, succession}, limits)(listener);
	const lasting = new LastingSession({start, later: laterBy});
	// What was created meanwhile is an application of the next thread too.
	lasting.subscribe(message => {
		if (message.kind === 'answer' && message.answer.kind === 'create' && !isRead(message.answer.value.file, files)) {
			files.push(message.answer.value.file);
		}
	});
	void lasting.ended.then(() => endedSessions.add(session));
	return lasting;
}

function isRead(file: string, files: readonly string[]): boolean {
	return files.some(one => !path.relative(path.resolve(one), path.resolve(file)).startsWith('..'));
}

/**
 * V8 keeps what a burst made it take for young objects. Beside an interface, memory counts for more than the 7 % of time
 * that a limit costs a cold start: with 1,000 resources the process has 189 MiB instead of 224.
 */
export const modest: ResourceLimits = {maxYoungGenerationSizeMb: 8};

/**
 * Nobody looks at it, and a burst is all that it is there for: with more room for young objects, fewer of them live long
 * enough to be moved, which costs time and is given back late.
 */
export const roomy: ResourceLimits = {maxYoungGenerationSizeMb: 96};

function startThread(data: ThreadData, resourceLimits: ResourceLimits): StartThread {
	return listener => {
		const worker = new Worker(new URL('worker.js', import.meta.url), {workerData: data, resourceLimits});
		let trouble: Error | undefined;
		worker.on('message', (message: ThreadMessage) => listener.message(message));
		worker.on('error', error => {
			trouble = error instanceof Error ? error : new Error(String(error));
		});
		worker.on('exit', () => {
			removeFoldersOfProcess(process.env);
			listener.ended(trouble);
		});
		return {
			post: intent => worker.postMessage(intent),
			terminate: () => void worker.terminate(),
		};
	};
}

function laterBy(milliseconds: number, call: () => void): () => void {
	const timer = setTimeout(call, milliseconds);
	return () => clearTimeout(timer);
}
