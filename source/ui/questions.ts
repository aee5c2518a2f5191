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
				this.#live.set(key, this.#ask(question, true));
			}
		}

		return dropped.map(([, id]) => id);
	}

	once(question: Question, onReply: Once['onReply']): void {
		this.#once.set(this.#ask(question, false), {onReply});
	}

	reply(question: Question, board: Board): Reply {
		const id = this.#live.get(JSON.stringify(question));
		return (id === undefined ? undefined : board.replies.get(id)) ?? unanswered;
	}

	/** True where the message answers something that was asked once. */
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
		return once !== undefined;
	}

	#ask(question: Question, isLive: boolean): number {
		this.#lastId++;
		this.#send({kind: 'ask', id: this.#lastId, isLive, question});
		return this.#lastId;
	}
}
