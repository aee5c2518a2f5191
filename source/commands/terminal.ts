import {hostname, userInfo} from 'node:os';
import {createInterface} from 'node:readline';
import {escapeLine, oneLine} from '../text/escape.ts';
import {createPaint, isColorWanted} from '../text/paint.ts';
import {exitCodes} from './exit-codes.ts';
import type {World} from './run.ts';

type Terminal = Omit<
	World,
	'version' | 'createEngine' | 'startSession' | 'diagnose' | 'openInterface' | 'openDemo' | 'startSandbox'
>;

/** The person's terminal, by this process's streams and signals. */
export function openTerminal(process: NodeJS.Process): Terminal {
	const {stdin, stdout, stderr, env} = process;
	const signal = signalOf(process);
	return {
		out: writerOf(stdout, error => endOf(process, error, signal.abort)),
		err: writerOf(stderr, () => undefined),
		ask: question => ask(process, question, signal.signal),
		isTerminal: {in: stdin.isTTY === true, out: stdout.isTTY === true},
		width: stdout.isTTY ? stdout.columns : Number.POSITIVE_INFINITY,
		paint: createPaint(isColorWanted(stdout.isTTY === true, env)),
		signal: signal.signal,
		by: whoAsks(env),
		now: Date.now,
		isDebugging: (env.TRUEUP_DEBUG ?? '') !== '',
	};
}

/** The first signal asks for an end in good order, the second doesn't wait for it. */
function signalOf(process: NodeJS.Process): {readonly signal: AbortSignal; readonly abort: () => void} {
	const controller = new AbortController();
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(name, () => {
			if (controller.signal.aborted) {
				process.exit(exitCodes.interrupted);
			}

			controller.abort();
		});
	}

	return {signal: controller.signal, abort: () => controller.abort()};
}

// A stream that failed once is not written to again. The failure is told by the write itself: its event comes after
// the callbacks of what is written later, and the program ends in one of those.
function writerOf(stream: NodeJS.WriteStream, onFailure: (error: Error) => void): (text: string) => void {
	let hasFailed = false;
	const fail = (error: Error) => {
		if (!hasFailed) {
			hasFailed = true;
			onFailure(error);
		}
	};
	stream.on('error', fail);
	return text => {
		if (!hasFailed && text !== '') {
			stream.write(text, error => {
				if (error) {
					fail(error);
				}
			});
		}
	};
}

// What runs is ended in good order. A reader that is gone (`| head`) is no failure; a result that is lost is one.
function endOf(process: NodeJS.Process, error: Error, abort: () => void) {
	if (!('code' in error && error.code === 'EPIPE')) {
		process.stderr.write(`trueup: stdout can't be written to: ${oneLine(error.message)}\n`);
		process.once('exit', () => {
			process.exitCode = exitCodes.failed;
		});
	}

	abort();
}

// `terminal: false` leaves Ctrl-C to the terminal, which makes a signal of it.
function ask({stdin, stdout}: NodeJS.Process, question: string, signal: AbortSignal): Promise<string | undefined> {
	const {promise, resolve} = Promise.withResolvers<string | undefined>();
	const reader = createInterface({input: stdin, terminal: false});
	const close = () => reader.close();
	let answer: string | undefined;
	reader.once('line', line => {
		answer = line;
		close();
	});
	reader.once('close', () => {
		signal.removeEventListener('abort', close);
		if (answer === undefined) {
			// Nobody ended the line of the question.
			stdout.write('\n');
		}

		resolve(answer);
	});
	signal.addEventListener('abort', close, {once: true});
	stdout.write(question);
	return promise;
}

function whoAsks(env: NodeJS.ProcessEnv): string {
	return escapeLine(`${userName(env)}@${hostname()}`);
}

// A user without an entry in the password file (in a container, say) has no name there.
function userName(env: NodeJS.ProcessEnv): string {
	try {
		return userInfo().username;
	} catch {
		return env.USER ?? 'unknown';
	}
}
