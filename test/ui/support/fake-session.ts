import type {Intent, Message, Session} from '../../../source/model/protocol.ts';
import type {Question} from '../../../source/model/question.ts';

/** The engine's thread as the interface sees it, driven by a test. */
export type FakeSession = Session & {
	readonly sent: readonly Intent[];
	tell(message: Message): void;
	/** Hears each intent while it is being sent. */
	onSend(listener: (intent: Intent) => void): void;
	/** The id of the last question of that kind that was asked. */
	idOf(kind: Question['kind']): number;
};

export function createFakeSession(): FakeSession {
	const sent: Intent[] = [];
	const listeners = new Set<(message: Message) => void>();
	const senders = new Set<(intent: Intent) => void>();
	return {
		sent,
		ended: Promise.resolve(),
		send(intent) {
			sent.push(intent);
			for (const listener of senders) {
				listener(intent);
			}
		},
		onSend: listener => void senders.add(listener),
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		tell(message) {
			for (const listener of listeners) {
				listener(message);
			}
		},
		idOf(kind) {
			const asked = sent.findLast(intent => intent.kind === 'ask' && intent.question.kind === kind);
			if (asked?.kind !== 'ask') {
				throw new Error(`nobody asked for ${kind}`);
			}

			return asked.id;
		},
	};
}
