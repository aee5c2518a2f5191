import type {Manifest} from '../../../model/resource.ts';
import type {Rendered} from '../../../model/sources.ts';
import {Collector, type Unread} from '../collect-manifests.ts';
import {markPrivate} from '../mark-private.ts';
import {createPace, type Pace} from '../pace.ts';
import {printable} from '../printable.ts';
import {withheldWord} from '../quotes/quotations.ts';
import {namesSecret} from '../quotes/unparsed-manifest.ts';
import {holdsOneOf} from '../sops/secret-texts.ts';
import type {Prepared} from './prepared.ts';
import type {Files} from './read-inputs.ts';

type Read = Pick<Rendered, 'manifests' | 'problems' | 'remarks'> & {
	/** What it printed that is no manifest, for a person to see; empty where there is nothing of that. */
	readonly unread: string;
};

/** Reads what a program has printed. */
export async function readOutput(
	prepared: Prepared,
	{files, secrets, output}: Files & {readonly output: string},
	signal: AbortSignal,
): Promise<Read> {
	const pace = createPace(signal);
	const attribute = await prepared.attributionOf(output, files, pace);
	const collector = new Collector(pace, {attribute, name: prepared.printed});
	const documents = prepared.documentsIn?.(output) ?? {text: output};
	if ('problem' in documents) {
		collector.addProblem({scope: 'source', where: printable(prepared.where, 300), message: documents.problem});
	} else {
		await collector.addText(prepared.where, documents.text);
	}

	return {
		manifests: await withPrivateFields(collector.manifests, secrets, pace),
		problems: collector.problems(),
		remarks: [
			...(await prepared.remarksOn(files, output, pace)),
			...collector.remarks(),
			...remarkOnNothing(prepared, collector),
		],
		unread: output.length > mostLooked ? '' : collector.unread.map(shownOf).join(''),
	};
}

/** Of what is larger nothing is shown: to look for Secrets in all of it would hold up everything. */
const mostLooked = 1024 * 1024;
const mostShown = 2000;

function shownOf({line, text}: Unread): string {
	const start = text.slice(0, mostShown).trimEnd();
	const shown = namesSecret.test(text) ? withheldWord : `${start}${text.length > mostShown ? '\n…' : ''}`;
	return `From line ${line} on it printed what is no manifest:\n${shown}\n`;
}

/** A command that finds nothing, or whose pipe broke off, ends well all the same. */
function remarkOnNothing({plugin, where}: Prepared, collector: Collector): readonly string[] {
	const isEmpty = collector.manifests.length === 0 && collector.problems().length === 0;
	const words = 'printed nothing that declares an object: what it declared before is left over';
	return plugin && isEmpty ? [`${printable(where, 300)}: plugin ${printable(plugin.name, 100)} ${words}`] : [];
}

async function withPrivateFields(
	manifests: readonly Manifest[],
	secrets: readonly string[],
	pace: Pace,
): Promise<readonly Manifest[]> {
	if (secrets.length === 0) {
		return manifests;
	}

	const isSecret = holdsOneOf(secrets);
	const marked: Manifest[] = [];
	for (const manifest of manifests) {
		await pace();
		marked.push(markPrivate(manifest, isSecret));
	}

	return marked;
}
