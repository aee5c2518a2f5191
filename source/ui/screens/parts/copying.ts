import {oneLine} from '../../../text/escape.ts';
import type {Effect} from '../../screen.ts';

/** What terminals take at once, in bytes of base64, as k9s found. */
const most = 74_994;

/** Copies, and says so; or says why not. `what` names it: `the message`. */
export function copying(text: string, what: string): readonly Effect[] {
	const size = new TextEncoder().encode(text).length;
	return Math.ceil(size / 3) * 4 > most
		? [{kind: 'tell', tone: 'bad', text: `${oneLine(what)}: too long for the terminal's clipboard, nothing was copied`}]
		: [
				{kind: 'copy', text},
				{kind: 'tell', tone: 'info', text: `copied ${oneLine(what)}`},
			];
}
