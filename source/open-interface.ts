import {OperatorError, UsageError} from './model/operator-error.ts';
import type {EngineOptions, Session} from './model/protocol.ts';
import {modest, startLastingSession} from './start-session.ts';
import {type InterfaceOptions, runInterface} from './ui/interface.tsx';
import {openTerminal, whyNoTerminal} from './ui/terminal/terminal.ts';

type Person = Pick<InterfaceOptions, 'by' | 'signal' | 'bindings' | 'first'> & {
	/** Sees each session when it begins. */
	readonly onSession?: (session: Session) => void;
};

/** Puts the interface together with the terminal and the engine's thread; the exit code. Only composition roots call it. */
export async function openInterface(options: EngineOptions, person: Person): Promise<number> {
	const {stdin, stdout, env} = process;
	const streams = {stdin, stdout, environment: env};
	const why = whyNoTerminal(streams);
	if (why !== undefined) {
		const advice = 'Without a terminal there are the verbs: trueup --help lists them';
		throw new UsageError(`the interface can't be shown: ${why}`, {advice});
	}

	const end = await runInterface({
		...person,
		terminal: openTerminal(streams),
		openSession: start => {
			const session = startLastingSession({...options, ...start}, modest);
			person.onSession?.(session);
			return session;
		},
		isReadOnly: options.isReadOnly,
		onSlowEnd: () => void process.stderr.write('trueup: ending: requests in flight are let finish\n'),
		isHeld: options.isHeld,
	});
	switch (end.kind) {
		case 'quit':
			return 0;
		case 'ended':
			return 130;
		case 'failed': {
			const {message, advice, exitCode} = end;
			throw exitCode === 2 ? new UsageError(message, {advice}) : new OperatorError(message, {advice});
		}
	}
}
