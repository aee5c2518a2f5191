import type {EngineStatus, Reply} from '../../../state/board.ts';
import {oneLine} from '../../../text/escape.ts';
import {blank, type Line, line} from '../../line.ts';
import type {Scene} from '../../screen.ts';
import {wrapText} from './wrap.ts';

/** Instead of an answer that is not there: what is being done, or why there is none and what to do. */
export function waitingLines({refusal}: Reply, scene: Scene, what: string): readonly Line[] {
	if (refusal) {
		const room = scene.width - 4;
		return [
			blank,
			...wrapText(oneLine(refusal.message), room).map(text => line(['bad', `  ${text}`])),
			...wrapText(oneLine(refusal.advice), room).map(text => line(`  ${text}`)),
			blank,
			line(['dim', `  ${afterwards(scene.board.engine)}`]),
		];
	}

	return [blank, line(['busy', `  ${waitingFor(scene.board.engine, what)}`])];
}

/** Over an answer that is there, where a newer one could not be had. */
export function staleLines({answer, refusal}: Reply): readonly Line[] {
	if (!answer || !refusal) {
		return [];
	}

	const said = [refusal.message.replace(/\.$/, ''), refusal.advice].filter(Boolean).join('. ');
	return [line(['warning', ` stale, tried again by itself: ${oneLine(said)}`])];
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

function afterwards(engine: EngineStatus): string {
	return engine.kind === 'failed' || engine.kind === 'ended'
		? 'The engine has ended: it is not tried again. :q quits.'
		: 'It is tried again by itself; Esc goes back.';
}
