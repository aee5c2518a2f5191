import {parseDocument} from 'yaml';
import {isObject, type Json, toJson} from './json.ts';
import {duplicateFields} from './reading/duplicate-fields.ts';
import {jsonKind} from './reading/scalar.ts';
import {badRequest, type Refusal} from './refusal.ts';

/** What stands in a text more than once. */
export type Repeated = {
	/** Paths, of JSON. */
	readonly duplicates: readonly string[];
	/** What is said of the lines of YAML. */
	readonly lines: readonly string[];
};

export type Parsed =
	| ({readonly kind: 'parsed'; readonly value: Json} & Repeated)
	| {readonly kind: 'refused'; readonly refusal: Refusal};

export type Text =
	| ({readonly kind: 'value'; readonly value: Json} & Repeated)
	| {readonly kind: 'broken'; readonly message: string};

/** The body of a request with an object in it; `kind` is what it should be. YAML is for server-side apply and `create`. */
export function parseBody(text: string, mediaType: 'json' | 'yaml', kind = ''): Parsed {
	const read = mediaType === 'json' ? readJson(text) : readYaml(text);
	if (read.kind === 'value') {
		// Nothing at all is an empty object in YAML.
		const value = mediaType === 'yaml' && read.value === null ? {} : read.value;
		return isObject(value) || mediaType === 'json' ? {...read, value, kind: 'parsed'} : refused(notAnObject(value));
	}

	const start = `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: `;
	return refused(
		mediaType === 'json' ? `${start}${read.message} (${shown(text)})` : `error decoding YAML: ${read.message}`,
	);
}

/** What does not even begin like an object is shown byte by byte. */
export function shown(text: string): string {
	if (text === '') {
		return '<empty>';
	}

	return text.startsWith('{') ? text : Buffer.from(text).toString('hex');
}

/** The body of a patch that is not applied: JSON of any form. */
export function parsePatch(text: string, type: 'json' | 'merge' | 'strategic'): Parsed {
	const read = readJson(text);
	if (read.kind === 'value') {
		return {...read, kind: 'parsed'};
	}

	return refused(type === 'strategic' ? read.message : `error decoding patch: ${read.message}`);
}

function notAnObject(value: Json): string {
	const start = 'error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal';
	return `${start} ${jsonKind(value)} into Go value of type map[string]interface {}`;
}

function refused(message: string): Parsed {
	return {kind: 'refused', refusal: badRequest(message)};
}

function readJson(text: string): Text {
	try {
		const value = trusted(JSON.parse(text));
		return {kind: 'value', value, duplicates: mayHaveDuplicates(text, value) ? duplicateFields(text) : [], lines: []};
	} catch (error) {
		return {kind: 'broken', message: goWords(error, text)};
	}
}

/** JSON.parse makes nothing but JSON. */
function trusted(value: unknown): Json {
	return isJson(value) ? value : null;
}

function isJson(value: unknown): value is Json {
	return value !== undefined;
}

/** A text without spaces that is written again in the same length has lost nothing. */
function mayHaveDuplicates(text: string, value: Json): boolean {
	return JSON.stringify(value).length !== text.trimEnd().length;
}

function goWords(error: unknown, text: string): string {
	const message = error instanceof Error ? error.message : String(error);
	const rest = /after JSON at position (\d+)/.exec(message)?.[1];
	if (rest !== undefined) {
		return `invalid character '${text.slice(Number(rest)).trimStart()[0] ?? ''}' after top-level value`;
	}

	return text.trim() === '' ||
		/end of JSON input|Unterminated|Expected .* at position \d+ \(line \d+ column \d+\)$/.test(message)
		? 'unexpected end of JSON input'
		: `invalid character: ${message}`;
}

function readYaml(text: string): Text {
	// What comes from programs is JSON, which is YAML that can be read fast.
	if (text.startsWith('{')) {
		const read = readJson(text);
		if (read.kind === 'value' && read.duplicates.length === 0) {
			return read;
		}
	}

	// YAML 1.1, as sigs.k8s.io/yaml reads it: `on` is true there.
	// What looks like a date is a text to Kubernetes.
	const document = parseDocument(text, {
		version: '1.1',
		uniqueKeys: true,
		merge: true,
		customTags: tags => tags.filter(tag => typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:timestamp'),
	});
	const failure = document.errors.find(({code}) => code !== 'DUPLICATE_KEY');
	if (failure !== undefined) {
		return {kind: 'broken', message: `error converting YAML to JSON: yaml: ${failure.message.split('\n')[0]}`};
	}

	const lines = document.errors.map(({pos}) => duplicateAt(text, pos[0]));
	try {
		return {kind: 'value', value: toJson(document.toJS()), duplicates: [], lines};
	} catch (error) {
		return {
			kind: 'broken',
			message: `error converting YAML to JSON: yaml: ${error instanceof Error ? error.message : error}`,
		};
	}
}

/** In the words of go-yaml. */
function duplicateAt(text: string, position: number): string {
	const line = text.slice(0, position).split('\n').length;
	const [, quoted, plain = ''] = /^(?:["']([^"']*)["']|([^\s:]*))/.exec(text.slice(position)) ?? [];
	return `line ${line}: key ${JSON.stringify(quoted ?? plain)} already set in map`;
}
