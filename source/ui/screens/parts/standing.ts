import type {Row} from '../../../model/row.ts';
import type {EngineStatus, Reply} from '../../../state/board.ts';
import {oneLine} from '../../../text/escape.ts';
import {blank, type Line, line} from '../../line.ts';
import type {Scene} from '../../screen.ts';
import {wrapText} from './wrap.ts';

/**
 * Instead of an answer that is not there: what is being done, or why there is none and what to do. What waits for a
 * cluster that is not reached says so, where it is of an application.
 */
export function waitingLines({refusal}: Reply, scene: Scene, what: string, app = ''): readonly Line[] {
	const room = scene.width - 4;
	if (refusal) {
		return [
			blank,
			...wrapText(oneLine(refusal.message), room).map(text => line(['bad', `  ${text}`])),
			...wrapText(oneLine(refusal.advice), room).map(text => line(`  ${text}`)),
			blank,
			line(['dim', `  ${afterwards(scene.board.engine, againIn(refusal))}`]),
		];
	}

	const {isStale = false, message = ''} = scene.board.rows.get(app) ?? {};
	return [
		blank,
		line(['busy', `  ${waitingFor(scene.board.engine, what)}`]),
		...(isStale ? wrapText(oneLine(message), room).map(text => line(['warning', `  ${text}`])) : []),
	];
}

/** Over an answer that is there, where a newer one could not be had; or is waited for while the row is stale. */
export function staleLines({answer, refusal}: Reply, row?: Row): readonly Line[] {
	if (!answer || !refusal) {
		return answer && row?.isStale ? [line(['warning', ` ${oneLine(row.message)}`])] : [];
	}

	const said = [refusal.message.replace(/\.$/, ''), refusal.advice].filter(Boolean).join('. ');
	return [line(['warning', ` stale, tried again ${againIn(refusal)}: ${oneLine(said)}`])];
}

function againIn({againInMs}: NonNullable<Reply['refusal']>): string {
	return againInMs === undefined ? 'by itself' : `within ${againInMs / 1000} s`;
}

/** Where there is an answer with nothing in it: why, and what to do. */
export function emptyLines(why: string, ...advice: readonly string[]): readonly Line[] {
	return [blank, line(`  ${why}`), ...advice.map(text => line(['dim', `  ${text}`]))];
}

function waitingFor(engine: EngineStatus, what: string): string {
	switch (engine.kind) {
		case 'starting':
			return `Starting the engine, then reading ${what} …`;
		case 'live':
			return `Reading ${what} …`;
		case 'lost':
			return `The engine's thread died; a new one is being started, then ${what} will be read.`;
		case 'failed':
		case 'ended':
			return `The engine has ended: ${what} can't be read any more. :q quits.`;
	}
}

function afterwards(engine: EngineStatus, again: string): string {
	return engine.kind === 'failed' || engine.kind === 'ended'
		? 'The engine has ended: it is not tried again. :q quits.'
		: `It is tried again ${again}; Esc goes back.`;
}
