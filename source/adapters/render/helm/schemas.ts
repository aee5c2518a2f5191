import {isList, isObject, type Json} from '../../../model/json.ts';
import {showRepository} from '../../git/repository-address.ts';
import type {TreeEntry} from '../../git/tree.ts';
import {parseDocument} from '../parse-document.ts';
import {printable} from '../printable.ts';
import type {ReadBlobs} from '../read-text.ts';

const largestSchema = 3 * 1024 * 1024;
const schemaName = /(?:^|\/)values\.schema\.json$/;

type Wrong = {readonly where: string; readonly message: string};

/**
 * To Helm a schema lies at the top of this machine's files, wherever the chart is: `etc/passwd` is what that looks like,
 * and an address is fetched. So it may refer to nothing but itself.
 */
export async function checkSchemas(files: ReadonlyMap<string, TreeEntry>, read: ReadBlobs): Promise<readonly Wrong[]> {
	const schemas = [...files].filter(([path]) => schemaName.test(path));
	const readable = schemas.filter(([, {size}]) => size <= largestSchema);
	const contents = await read(readable.map(([, {id}]) => id));
	const contentOf = new Map(readable.map(([path], index) => [path, contents[index]]));
	return schemas.flatMap(([path]) => {
		const message = wrongWith(contentOf.get(path));
		return message === undefined ? [] : [{where: printable(path, 300), message}];
	});
}

const byteOrderMark = /^\uFEFF/;

function wrongWith(content: Buffer | undefined): string | undefined {
	if (content === undefined) {
		return 'the schema has more than the 3 MB that are looked through: shorten it, or set skipSchemaValidation';
	}

	// Helm takes off one mark, as here.
	const text = content.toString('utf8').replace(byteOrderMark, '');
	const parsed = parseDocument(text);
	if ('message' in parsed) {
		return `the schema can't be read: ${parsed.message}`;
	}

	const value = parseJson(text);
	const outside = value === undefined ? 'what is no JSON' : outsideOf(value);
	const advice = 'write it into the schema itself (#/definitions/…), or set skipSchemaValidation';
	return outside === undefined
		? undefined
		: `the schema refers to ${printable(showRepository(outside), 200)}, which is outside of it: ${advice}`;
}

/** As Helm reads it: YAML would merge what stands under `<<`. Names that are there twice were refused before. */
function parseJson(text: string): Json | undefined {
	try {
		const value: Json = JSON.parse(text);
		return value;
	} catch {
		return undefined;
	}
}

/** Wherever it stands: any part may become a schema by a reference to it. */
function outsideOf(value: Json): string | undefined {
	const members = isObject(value) ? Object.entries(value) : isList(value) ? value.map(one => ['', one] as const) : [];
	for (const [key, member] of members) {
		const found = typeof member === 'string' && !isWithin(key, member) ? member : outsideOf(member);
		if (found !== undefined) {
			return found;
		}
	}

	return undefined;
}

function isWithin(key: string, reference: string): boolean {
	const pattern = allowed.get(key);
	return pattern === undefined || (reference.length <= longestName && pattern.test(reference));
}

const longestName = 1000;
const withinItself = /^(?:#.*)?$/s;
const knownDraft = /^(?:https?:\/\/json-schema\.org\/(?:draft-0[467]\/|draft\/(?:2019-09|2020-12)\/)?schema#?)?$/;
/**
 * A name of its own may look like an address. Nothing is read of it as long as a reference to a part of the schema makes
 * that same name again, which it does not with a query, a fragment or dots.
 */
const ownName =
	/^(?:#.*|[\w-]+(?:\.[\w-]+)*|urn:[\w:.-]+|https?:\/\/[a-z\d-]+(?:\.[a-z\d-]+)*(?::\d+)?(?:\/[\w-]+(?:[.~@+]+[\w-]+)*)*\/?)?$/is;

/** What members by which Helm could come to read something may hold. */
const allowed: ReadonlyMap<string, RegExp> = new Map([
	['$ref', withinItself],
	['$dynamicRef', withinItself],
	['$recursiveRef', withinItself],
	['$schema', knownDraft],
	['$id', ownName],
	['id', ownName],
]);
