import {open, readFile, stat, writeFile} from 'node:fs/promises';
import {isObject, items, type Json, members} from '../../model/json.ts';
import {parseDocument} from '../render/parse-document.ts';
import {entryOf} from './index-entries.ts';
import {BrokenIndexError, IndexOutline, type Range} from './index-outline.ts';

/** By the names of charts. */
export type Ranges = ReadonlyMap<string, Range>;

const mebibyte = 1024 * 1024;
const largestJson = 16 * mebibyte;
/** What does not stand in lines of its own has to be read as a whole. */
const largestWhole = 3 * mebibyte;

/** Writes an index into a file as it comes, and finds its charts on the way. Throws a `BrokenIndexError`. */
export async function receiveIndex(chunks: AsyncIterable<Buffer>, file: string): Promise<Ranges> {
	let outline: IndexOutline | undefined;
	let isJson = false;
	let bytes = 0;
	await using handle = await open(file, 'wx', 0o600);
	for await (const chunk of chunks) {
		isJson ||= bytes === 0 && /^\s*\{/.test(chunk.toString('latin1', 0, 200));
		outline ??= isJson ? undefined : new IndexOutline();
		outline?.add(chunk);
		bytes += chunk.length;
		if (isJson && bytes > largestJson) {
			throw new BrokenIndexError('it is JSON of more than 16 MB: publish it as YAML, as `helm repo index` does', 1);
		}

		await handle.write(chunk);
	}

	return outline?.end() ?? (await rewrite(file, isJson));
}

/** Puts each version into a line of its own. */
async function rewrite(file: string, isJson: boolean): Promise<Ranges> {
	const text = isJson || (await stat(file)).size <= largestWhole ? await readFile(file, 'utf8') : '';
	const charts = Object.entries(members(isJson ? parseJson(text) : parseYaml(text), 'entries'));
	if (charts.length === 0) {
		throw new BrokenIndexError('it has no entries, each with its versions, as an index of charts has them', 1);
	}

	const lines = charts.flatMap(([name, versions]) => [
		` ${JSON.stringify(name)}:`,
		...items({versions}, 'versions').flatMap(one => entryOf(one).map(entry => ` - ${JSON.stringify(fieldsOf(entry))}`)),
	]);
	const outline = new IndexOutline();
	const plain = Buffer.from(`entries:\n${lines.join('\n')}\n`);
	outline.add(plain);
	await writeFile(file, plain);
	return outline.end() ?? new Map();
}

function fieldsOf({url, maintainers, ...entry}: ReturnType<typeof entryOf>[number]) {
	return {...entry, urls: [url], maintainers: maintainers.map(name => ({name}))};
}

function parseYaml(text: string): Json {
	const parsed = parseDocument(text);
	if (!('value' in parsed)) {
		throw new BrokenIndexError(parsed.message, parsed.line + 1);
	}

	return parsed.value;
}

function parseJson(text: string): Json {
	try {
		const value: Json = JSON.parse(text);
		return isObject(value) ? value : null;
	} catch {
		throw new BrokenIndexError('it begins like JSON, and is none', 1);
	}
}
