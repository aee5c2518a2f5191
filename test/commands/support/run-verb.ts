import {run, type World} from '../../../source/commands/run.ts';
import type {Approval} from '../../../source/model/engine.ts';
import type {EngineOptions, Message, Session} from '../../../source/model/protocol.ts';
import {createPaint} from '../../../source/text/paint.ts';
import {type Answers, createFakeEngine} from './fake-engine.ts';
import {healthyDiagnosis} from './samples.ts';

/** A person at a terminal, or a program. */
export type Person = {
	/** What is typed at questions; whoever types is at a terminal. */
	readonly answer?: string;
	/** Pressed at the first question, or as soon as the session has told its messages. */
	readonly interrupts?: boolean;
	readonly width?: number;
};

export type Outcome = {
	readonly code: number;
	readonly out: string;
	readonly err: string;
	readonly questions: readonly string[];
	readonly calls: readonly string[];
	readonly approvals: readonly Approval[];
	readonly options: readonly EngineOptions[];
};

/** Types a command; `-f apps` is added where applications aren't given. */
export async function type(command: string, answers: Answers = {}, person: Person = {}): Promise<Outcome> {
	const {engine, calls, approvals} = createFakeEngine(answers);
	return {
		...(await perform(command, person, {
			createEngine: async () => engine,
			diagnose: async () => answers.diagnosis ?? healthyDiagnosis,
			startSession: () => Promise.reject(new Error('no session in this test')),
		})),
		calls,
		approvals,
	};
}

/** The same for the verbs that follow a session, which tells these messages. */
export async function typeAndFollow(
	command: string,
	messages: readonly Message[],
	person: Person = {},
): Promise<Outcome> {
	return perform(command, person, {
		createEngine: () => Promise.reject(new Error('no engine in this test')),
		diagnose: () => Promise.reject(new Error('no doctor in this test')),
		startSession: async () => createFakeSession(messages),
	});
}

type Ways = Pick<World, 'createEngine' | 'startSession' | 'diagnose'>;

async function perform(command: string, person: Person, ways: Ways): Promise<Outcome> {
	const controller = new AbortController();
	const written = {out: '', err: ''};
	const questions: string[] = [];
	const options: EngineOptions[] = [];
	const isPerson = person.answer !== undefined || person.interrupts === true;
	const code = await run([...command.split(' ').filter(Boolean), '-f', 'apps'], {
		out: text => {
			written.out += text;
			// Whoever follows a session interrupts when the last line is read.
			if (person.interrupts && text.includes('last')) {
				controller.abort();
			}
		},
		err: text => {
			written.err += text;
		},
		ask: async question => {
			questions.push(question);
			if (person.interrupts) {
				controller.abort();
			}

			return person.answer;
		},
		isTerminal: {in: isPerson, out: isPerson},
		width: person.width ?? Number.POSITIVE_INFINITY,
		paint: createPaint(false),
		signal: controller.signal,
		by: 'ana@bastion',
		now: () => Date.UTC(2026, 10, 20, 12, 3, 4),
		version: '1.2.3',
		isDebugging: false,
		createEngine: given => {
			options.push(given);
			return ways.createEngine(given);
		},
		diagnose: given => {
			options.push(given);
			return ways.diagnose(given);
		},
		startSession: given => {
			options.push(given);
			return ways.startSession(given);
		},
		openInterface: async given => {
			options.push(given);
			return 0;
		},
		openDemo: async () => 0,
		startSandbox: () => Promise.reject(new Error('no test of a verb starts a cluster')),
	});
	return {code, ...written, questions, calls: [], approvals: [], options};
}

/** Tells its messages once somebody listens, and ends by itself after `ended`, or when it is told to stop. */
function createFakeSession(messages: readonly Message[]): Session {
	const {promise: ended, resolve: end} = Promise.withResolvers<void>();
	return {
		subscribe: listener => {
			queueMicrotask(() => {
				for (const message of messages) {
					listener(message);
					if (message.kind === 'ended') {
						end();
					}
				}
			});
			return () => undefined;
		},
		send: ({kind}) => {
			if (kind === 'stop') {
				end();
			}
		},
		ended,
	};
}
