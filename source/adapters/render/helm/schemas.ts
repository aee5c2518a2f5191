import {isList, isObject, type Json} from '../../../model/json.ts';
import type {TreeEntry} from '../../git/tree.ts';
import {parseDocument} from '../parse-document.ts';
import {printable} from '../printable.ts';
import type {ReadBlobs} from '../read-text.ts';

/** Members of a schema by which it names others. */
const naming: ReadonlySet<string> = new Set(['$ref', '$dynamicRef', '$recursiveRef', '$id', 'id', '$schema']);
const largestSchema = 3 * 1024 * 1024;

type Wrong = {readonly where: string; readonly message: string};

/** Helm follows what a chart's schema refers to, be it a file of this machine or an address: what leads out is refused. */
export async function checkSchemas(files: ReadonlyMap<string, TreeEntry>, read: ReadBlobs): Promise<readonly Wrong[]> {
	const schemas = [...files].filter(([path, {size}]) => path.endsWith('values.schema.json') && size <= largestSchema);
	const contents = await read(schemas.map(([, {id}]) => id));
	return schemas.flatMap(([path], index) => {
		const parsed = parseDocument(contents[index]?.toString('utf8') ?? '');
		const wrong = 'value' in parsed ? outsideOf(parsed.value) : 'what is no JSON';
		const advice = 'keep it in the chart, or set skipSchemaValidation';
		const message = `the schema refers to ${printable(wrong ?? '', 200)}, which is outside of the chart: ${advice}`;
		return wrong === undefined ? [] : [{where: printable(path, 300), message}];
	});
}

function outsideOf(value: Json): string | undefined {
	const members = isObject(value) ? Object.entries(value) : isList(value) ? value.map(one => ['', one] as const) : [];
	for (const [key, member] of members) {
		const found = naming.has(key) && typeof member === 'string' ? outside(key, member) : outsideOf(member);
		if (found !== undefined) {
			return found;
		}
	}

	return undefined;
}

/** A name of its own may look like an address; nothing is read of it. */
function outside(key: string, reference: string): string | undefined {
	const isOwnName = key !== '$ref' && /^(?:https?:\/\/|urn:)/.test(reference);
	const isWithin =
		/^(?:#.*|(?![a-z][a-z0-9+.-]*:)[^/%][^%:]*)$/i.test(reference) && !reference.split(/[/#]/).includes('..');
	return isOwnName || isWithin || reference === '' ? undefined : reference;
}
