import {spawn} from 'node:child_process';
import {gitEnvironment} from './environment.ts';
import {GitFailure} from './failures.ts';
import {whichMirror} from './mirror-folder.ts';
import {createReplyParser, type Reply} from './object-replies.ts';

export type ObjectReader = {
	/** Looks up objects by id or by name, in order. Names may hold no line break. Throws a `GitFailure` with git's words. */
	read(names: readonly string[]): Promise<readonly Reply[]>;
	/** Ends the process; the next read starts another. */
	close(): Promise<void>;
};

type Batch = {
	ask(names: readonly string[]): Promise<readonly Reply[]>;
	end(): Promise<void>;
	readonly hasEnded: () => boolean;
};

const idleMs = 30_000;
/** Of what git says when it gives up; the last of it tells why. */
const longestComplaint = 4096;

/** Reads objects through one `git cat-file --batch` that is started on demand and ended when nobody asked for a while. */
export function createObjectReader(folder: string): ObjectReader {
	let batch: Batch | undefined;
	let opened = '';
	let idle: NodeJS.Timeout | undefined;

	const ask = (names: readonly string[]) => {
		const found = whichMirror(folder);
		// Git goes on to read what somebody has deleted, or put another in the place of.
		if (batch === undefined || batch.hasEnded() || opened !== found) {
			batch?.end().catch(() => undefined);
			batch = startBatch(folder);
			opened = found;
		}

		return batch.ask(names);
	};

	const close = async () => {
		clearTimeout(idle);
		await batch?.end();
	};

	return {
		async read(names) {
			clearTimeout(idle);
			try {
				// A fetch or another process may have pulled the pack away under it: a new one sees what is there now.
				return await ask(names).catch(() => ask(names));
			} finally {
				clearTimeout(idle);
				idle = setTimeout(close, idleMs).unref();
			}
		},
		close,
	};
}

function startBatch(folder: string): Batch {
	const child = spawn('git', [`--git-dir=${folder}`, 'cat-file', '--batch'], {
		cwd: '/',
		env: gitEnvironment(process.env),
		stdio: 'pipe',
	});
	const waiting: PromiseWithResolvers<Reply>[] = [];
	const closed = Promise.withResolvers<void>();
	let hasEnded = false;
	let complaint = '';

	const fail = (error: Error) => {
		hasEnded = true;
		child.kill();
		for (const {reject} of waiting.splice(0)) {
			reject(error);
		}
	};

	const parse = createReplyParser(reply => waiting.shift()?.resolve(reply), fail);
	child.stdout.on('data', parse);
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		complaint = (complaint + text).slice(-longestComplaint);
	});
	// It is about to end, and to say why.
	child.stdin.on('error', () => {
		hasEnded = true;
	});
	child.on('error', error => {
		fail(new GitFailure(error.message));
		closed.resolve();
	});
	child.on('close', () => {
		fail(new GitFailure(complaint.trim() || 'fatal: git cat-file has ended'));
		closed.resolve();
	});

	return {
		hasEnded: () => hasEnded,
		ask(names) {
			const replies = names.map(() => Promise.withResolvers<Reply>());
			waiting.push(...replies);
			child.stdin.write(names.map(name => `${name}\n`).join(''));
			return Promise.all(replies.map(({promise}) => promise));
		},
		async end() {
			hasEnded = true;
			child.stdin.end();
			await closed.promise;
		},
	};
}
