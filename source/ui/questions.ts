import type {Intent, Message} from '../model/protocol.ts';
import type {Question} from '../model/question.ts';
import type {Board, Reply} from '../state/board.ts';

const unanswered: Reply = {};

type Once = {readonly onReply: (reply: Reply) => void};

/** What the interface asks the engine: live questions of the screens that are open, and others once. */
export class Questions {
	readonly #send: (intent: Intent) => void;
	readonly #live = new Map<string, number>();
	readonly #once = new Map<number, Once>();
	#lastId = 0;

	constructor(send: (intent: Intent) => void) {
		this.#send = send;
	}

	/** Asks these, and no others any more. Returns the ids of those that were dropped. */
	keep(questions: readonly Question[]): readonly number[] {
		const wanted = new Map(questions.map(question => [JSON.stringify(question), question]));
		const dropped = [...this.#live].filter(([key]) => !wanted.has(key));
		for (const [key, id] of dropped) {
			this.#live.delete(key);
			this.#send({kind: 'drop', id});
		}

		for (const [key, question] of wanted) {
			if (!this.#live.has(key)) {
				const id = this.#nextId();
				this.#live.set(key, id);
				this.#send({kind: 'ask', id, isLive: true, question});
			}
		}

		return dropped.map(([, id]) => id);
	}

	once(question: Question, onReply: Once['onReply']): void {
		const id = this.#nextId();
		// Before it is sent: where no engine runs, the refusal comes at once.
		this.#once.set(id, {onReply});
		this.#send({kind: 'ask', id, isLive: false, question});
	}

	reply(question: Question, board: Board): Reply {
		const id = this.#live.get(JSON.stringify(question));
		return (id === undefined ? undefined : board.replies.get(id)) ?? unanswered;
	}

	/** True where the message is not for a screen: it answers what was asked once, or what nobody asks any more. */
	settle(message: Message): boolean {
		if (message.kind !== 'answer' && message.kind !== 'refused') {
			return false;
		}

		const once = this.#once.get(message.id);
		this.#once.delete(message.id);
		once?.onReply(
			message.kind === 'answer'
				? {answer: message.answer}
				: {refusal: {message: message.message, advice: message.advice}},
		);
		return once !== undefined || ![...this.#live.values()].includes(message.id);
	}

	#nextId(): number {
		this.#lastId++;
		return this.#lastId;
	}
}
