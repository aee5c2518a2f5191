import type {Intent, Message, Session} from '../../../source/model/protocol.ts';
import type {Question} from '../../../source/model/question.ts';

/** The engine's thread as the interface sees it, driven by a test. */
export type FakeSession = Session & {
	readonly sent: readonly Intent[];
	tell(message: Message): void;
	/** The id of the last question of that kind that was asked. */
	idOf(kind: Question['kind']): number;
};

export function createFakeSession(): FakeSession {
	const sent: Intent[] = [];
	const listeners = new Set<(message: Message) => void>();
	return {
		sent,
		ended: Promise.resolve(),
		send: intent => void sent.push(intent),
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
