import {onTestFinished} from 'vitest';
import type {LocalEngine} from '../../../source/engine/engine.ts';
import type {Event} from '../../../source/model/event.ts';
import type {Hello, Message} from '../../../source/model/protocol.ts';
import type {Answer, AnswerTo, Question, QuestionKind} from '../../../source/model/question.ts';
import type {Row} from '../../../source/model/row.ts';

type Options = {readonly isReadOnly?: boolean; readonly isHeld?: boolean; readonly intervalMs?: number};

/** Runs the engine as the interface does, until the test ends. */
export function interview(engine: LocalEngine, options: Options = {}) {
	const stop = new AbortController();
	const messages: Message[] = [];
	const rows: Row[] = [];
	const events: Event[] = [];
	const wakes = new Set<() => void>();
	let last = 0;
	const wake = () => {
		for (const look of wakes) {
			look();
		}
	};
	engine.subscribe(event => {
		events.push(event);
		wake();
	});
	const {isReadOnly = false, isHeld = false, intervalMs = 20} = options;
	const onRow = (row: Row) => {
		rows.push(row);
		wake();
	};
	const send = (message: Message) => {
		messages.push(message);
		wake();
	};
	const {ended, desk, begin} = engine.attend({isReadOnly, isHeld, intervalMs, onRow}, send, stop.signal);
	onTestFinished(async () => {
		stop.abort();
		await ended;
	});

	/** What `find` finds as soon as it does. */
	function until<Found>(find: () => Found | undefined | false): Promise<Found> {
		return new Promise(resolve => {
			const look = () => {
				const found = find();
				if (found !== undefined && found !== false) {
					wakes.delete(look);
					resolve(found);
				}
			};
			wakes.add(look);
			look();
		});
	}

	const repliesTo = (id: number) =>
		messages.flatMap(message =>
			(message.kind === 'answer' || message.kind === 'refused') && message.id === id ? [message] : [],
		);

	return {
		messages,
		rows,
		events,
		begin,
		until,
		async stop() {
			stop.abort();
			await ended;
		},
		hellos: (): readonly Hello[] => messages.flatMap(message => (message.kind === 'hello' ? [message.hello] : [])),
		told: (kind: Event['kind']) => events.filter(event => event.kind === kind).map(({message}) => message),
		/** The answer, or the words of the refusal. */
		async ask<K extends QuestionKind>(question: Question & {readonly kind: K}): Promise<AnswerTo<K> | string> {
			const id = ++last;
			desk.ask(id, question, {isLive: false});
			const reply = await until(() => repliesTo(id)[0]);
			return reply.kind === 'refused' ? reply.message : unpack(reply.answer, question.kind);
		},
		/** Asks until it is dropped; `replies` are the answers, and the words of refusals. */
		follow<K extends QuestionKind>(question: Question & {readonly kind: K}) {
			const id = ++last;
			desk.ask(id, question, {isLive: true});
			const replies = () =>
				repliesTo(id).map(reply => (reply.kind === 'refused' ? reply.message : unpack(reply.answer, question.kind)));
			return {
				replies,
				/** The first reply from now on, the last one included, that is as wanted. */
				until: (isIt: (value: AnswerTo<K>) => boolean) =>
					until(() => {
						const value = replies().at(-1);
						return value !== undefined && typeof value !== 'string' && isIt(value) ? value : undefined;
					}),
				drop: () => desk.drop(id),
			};
		},
	};
}

function unpack<K extends QuestionKind>(answer: Answer, kind: K): AnswerTo<K> {
	if (!isOf(answer, kind)) {
		throw new Error(`asked for ${kind}, and was answered ${answer.kind}`);
	}

	return answer.value;
}

function isOf<K extends QuestionKind>(
	answer: Answer,
	kind: K,
): answer is Extract<Answer, {kind: K}> & {value: AnswerTo<K>} {
	return answer.kind === kind;
}
