import type {Headers} from '../rest/call.ts';
import {printable} from '../rest/printable.ts';

/** What the API server remarks in `Warning:` headers; of Secrets only that it does, for a remark may quote a value. */
export function warningsIn(headers: Headers, isSecret: boolean): readonly string[] {
	const lines = [headers.warning ?? []].flat();
	const texts = lines.flatMap(line =>
		[...line.matchAll(/\b299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) =>
			printable(text.replaceAll(/\\(.)/g, '$1')),
		),
	);
	return isSecret ? texts.slice(0, 1).map(() => 'the cluster warns about this Secret (the text is withheld)') : texts;
}
