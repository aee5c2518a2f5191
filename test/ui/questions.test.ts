import {expect, test} from 'vitest';
import type {Intent, Message} from '../../source/model/protocol.ts';
import {emptyBoard} from '../../source/state/board.ts';
import {Questions} from '../../source/ui/questions.ts';

const history = {kind: 'history', app: 'shop'} as const;
const answer = {kind: 'history', value: []} as const;

/** With a session that may answer a question while it is being sent. */
function ask(during: (intent: Intent) => Message | undefined = () => undefined) {
	const sent: Intent[] = [];
	const questions: Questions = new Questions(intent => {
		sent.push(intent);
		const message = during(intent);
		if (message) {
			questions.settle(message);
		}
	});
	return {questions, sent};
}

test('what is refused while it is being sent is heard', () => {
	const {questions} = ask(intent =>
		intent.kind === 'ask' ? {kind: 'refused', id: intent.id, message: 'no engine', advice: ''} : undefined,
	);
	const heard: unknown[] = [];
	questions.once(history, reply => heard.push(reply));
	expect(heard).toEqual([{refusal: {message: 'no engine', advice: ''}}]);
});

test('an answer that comes after its question was dropped is kept nowhere', () => {
	const {questions} = ask();
	questions.keep([history]);
	expect(questions.settle({kind: 'answer', id: 1, answer})).toBe(false);
	expect(questions.keep([])).toEqual([1]);
	expect(questions.settle({kind: 'answer', id: 1, answer})).toBe(true);
});

test('a question that is asked already is not asked again, and its answer is found by what it asks', () => {
	const {questions, sent} = ask();
	questions.keep([history]);
	questions.keep([history, {...history}]);
	expect(sent).toEqual([{kind: 'ask', id: 1, isLive: true, question: history}]);
	const board = {...emptyBoard, replies: new Map([[1, {answer}]])};
	expect(questions.reply({...history}, board)).toEqual({answer});
	expect(questions.reply({kind: 'history', app: 'other'}, board)).toEqual({});
});
