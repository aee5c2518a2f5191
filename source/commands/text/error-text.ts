import {oneLine} from '../../text/escape.ts';

/** What went wrong and what can be done about it, in a line; advice is a sentence of its own. */
export function errorText({message, advice}: {readonly message: string; readonly advice: string}): string {
	return `trueup: ${oneLine([message.replace(/\.$/, ''), advice].filter(Boolean).join('. '))}\n`;
}
