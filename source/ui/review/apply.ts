import {count} from '../../model/count.ts';
import type {SyncEnd} from '../../model/engine.ts';
import type {Question} from '../../model/question.ts';
import type {Reply} from '../../state/board.ts';
import {oneLine} from '../../text/escape.ts';
import type {Effect, Tone} from '../screen.ts';
import {refusalText} from './refusal-text.ts';

type Sync = Extract<Question, {kind: 'sync'}>;

/** Healthy within that, or it is told as timed out; the objects stay applied. */
export const syncTimeoutMs = 300_000;

/** Asks for the sync, and leads to where it can be watched. */
export function applying(question: Sync, changes: number, onEnd: () => void): readonly Effect[] {
	return [
		{kind: 'go', place: {kind: 'stream', app: question.app}},
		{kind: 'tell', tone: 'info', text: `${question.app}: applying ${count(changes, 'change')} …`},
		// Last: a refusal may come at once, and is what has to stand at the bottom then.
		{
			kind: 'ask',
			question,
			onReply: reply => {
				onEnd();
				return [endOf(question.app, reply)];
			},
		},
	];
}

function endOf(app: string, reply: Reply): Effect {
	return reply.answer?.kind === 'sync'
		? {kind: 'tell', tone: toneOf(reply.answer.value), text: oneLine(`${app}: ${textOf(reply.answer.value)}`)}
		: {kind: 'tell', tone: 'bad', text: `${app}: not synced: ${refusalText(reply)}`};
}

function toneOf({result}: SyncEnd): Tone {
	return result === 'succeeded' ? 'good' : 'bad';
}

function textOf({result, message}: SyncEnd): string {
	const text = message === '' ? result : `${result}: ${message}`;
	return result === 'stale' ? `${text}; look again and approve it anew` : text;
}
