import type {Reply} from '../../state/board.ts';
import {oneLine} from '../../text/escape.ts';

/** Why something that was asked for once was not done, and what to do, in a line. */
export function refusalText({refusal}: Reply): string {
	const said = refusal ? [refusal.message.replace(/\.$/, ''), refusal.advice] : ['the engine gave no answer'];
	return oneLine(said.filter(Boolean).join('. '));
}
