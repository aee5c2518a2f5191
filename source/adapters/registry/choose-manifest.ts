import * as z from 'zod';
import {OperatorError} from '../../model/operator-error.ts';
import {printable} from '../render/printable.ts';
import {digestSchema} from './descriptor.ts';

const mostEntries = 1000;
const mostTold = 5;

const entrySchema = z.object({
	mediaType: z.string().default(''),
	digest: digestSchema,
	/** What its manifest is of, where who pushed it says so. */
	artifactType: z.string().default(''),
	platform: z.object({os: z.string().default(''), architecture: z.string().default('')}).optional(),
	annotations: z.record(z.string(), z.string()).nullish(),
});

type Entry = z.infer<typeof entrySchema>;

const manifestTypes: ReadonlySet<string> = new Set([
	'application/vnd.oci.image.manifest.v1+json',
	'application/vnd.docker.distribution.manifest.v2+json',
]);

const chartType = 'application/vnd.cncf.helm.config.v1+json';
const fileTypes: ReadonlySet<string> = new Set([chartType, 'application/vnd.cncf.flux.config.v1+json']);

/** What is told about something else that stands beside it: signatures, who built it, what is in it. */
const aboutOthers = /sigstore|cosign|notary|notaryproject|in-toto|dsse|spdx|cyclonedx|\bsbom\b/;

/** The digest of the one manifest of an index that has the files; `name` is for messages. */
export function chooseManifest(all: readonly unknown[], name: string, isChart: boolean): string {
	if (all.length > mostEntries) {
		throw refuse(name, `it is an index of ${all.length} manifests`);
	}

	const entries = all.flatMap(one => entrySchema.safeParse(one).data ?? []);
	const own = entries.filter(entry => manifestTypes.has(entry.mediaType) && !isAboutOthers(entry));
	const wanted = own.filter(({artifactType}) => (isChart ? artifactType === chartType : fileTypes.has(artifactType)));
	const from = wanted.length > 0 ? wanted : own;
	const found = onlyOf(from) ?? onlyOf(from.filter(({platform}) => platform === undefined));
	if (found === undefined) {
		const told = entries.slice(0, mostTold).map(describe).join('; ');
		const more = entries.length > mostTold ? `; and ${entries.length - mostTold} more` : '';
		const which = from.length === 0 ? 'none of them has files' : 'it does not say which of them is meant';
		throw refuse(name, `it is an index of several manifests, and ${which}${told === '' ? '' : ` (${told}${more})`}`);
	}

	return found.digest;
}

function onlyOf(entries: readonly Entry[]): Entry | undefined {
	return new Set(entries.map(({digest}) => digest)).size === 1 ? entries[0] : undefined;
}

function isAboutOthers({artifactType, platform, annotations}: Entry): boolean {
	return (
		annotations?.['vnd.docker.reference.type'] !== undefined ||
		(platform?.os === 'unknown' && platform.architecture === 'unknown') ||
		aboutOthers.test(artifactType)
	);
}

function describe({digest, mediaType, artifactType, platform}: Entry): string {
	const place = platform === undefined ? '' : ` for ${platform.os}/${platform.architecture}`;
	return printable(`${artifactType || mediaType}${place}, ${digest}`, 300);
}

function refuse(name: string, why: string): OperatorError {
	return new OperatorError(`${name} is refused: ${why}`, {advice: 'Name one of them, by its own tag or its digest'});
}
