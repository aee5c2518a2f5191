import {givesWay, shortenRemarks} from '../../model/declared-twice.ts';
import {isObject, type Json, type JsonObject} from '../../model/json.ts';
import type {Problem} from '../../model/problem.ts';
import {keyOf, type Manifest, type Origin, type ResourceKey, whereOf} from '../../model/resource.ts';
import {identify} from './identify.ts';
import type {Pace} from './pace.ts';
import {parseDocument} from './parse-document.ts';
import {printable} from './printable.ts';
import {type DocumentText, splitDocuments} from './split-documents.ts';
import {unwrapList} from './unwrap-list.ts';

const mostDocuments = 10_000;
const mostFileProblems = 200;
const mebibyte = 1024 * 1024;
const largestDocument = 3 * mebibyte;
/** Of all documents together; no more is read of files, so that only aliases can make more of them. */
const mostExpanded = 64 * mebibyte;

/** What is no manifest, and at which line of what was read it begins. */
export type Unread = {readonly line: number; readonly text: string};

const mostUnread = 3;

export type Attribute = (body: JsonObject, place: Origin) => {readonly body: JsonObject; readonly origin: Origin};

/** What a program has printed, which is no file that a person could look into. */
export type Printed = {
	/** Tells where an object really comes from, and takes away what was added to tell. */
	readonly attribute: Attribute;
	/** What its lines are told as, where no other line is known: `what it renders to`; they are not told where absent. */
	readonly name: string | undefined;
};

/** Gathers what an application's files declare. */
export class Collector {
	readonly #pace: Pace;
	readonly #printed: Printed | undefined;
	readonly #problems: Problem[] = [];
	readonly #last = new Map<ResourceKey, Manifest>();
	readonly #remarks: string[] = [];
	/** All that were added, those too that gave way. */
	readonly added: Manifest[] = [];
	/** The first documents that could not be read. */
	readonly unread: Unread[] = [];
	#expanded = 0;

	/** `printed` is given where it reads no files of the repository. */
	constructor(pace: Pace, printed?: Printed) {
		this.#pace = pace;
		this.#printed = printed;
	}

	/** `lines` are those at which the documents begin, where the text is not as the file has it. */
	async addText(file: string, text: string, lines: readonly number[] = []): Promise<void> {
		const documents = splitDocuments(text).filter(({contentLine}) => contentLine !== undefined);
		if (documents.length > mostDocuments) {
			return this.#complain({file, line: 1}, `the file holds more than ${mostDocuments} documents: split it`);
		}

		for (const [index, document] of documents.entries()) {
			await this.#pace();
			const line = lines[index] ?? lines.at(-1);
			this.#addDocument(file, line === undefined ? document : {...document, startLine: line, contentLine: line});
		}
	}

	addManifest(manifest: Manifest): void {
		const key = keyOf(manifest.id);
		const before = this.#last.get(key);
		if (before !== undefined) {
			this.#remarks.push(givesWay(manifest.id, before.origin, manifest.origin));
			this.#last.delete(key);
		}

		this.#last.set(key, manifest);
		this.added.push(manifest);
	}

	/** Of those that are declared several times the last one. */
	get manifests(): readonly Manifest[] {
		return [...this.#last.values()];
	}

	addProblem(problem: Problem): void {
		this.#problems.push(problem);
	}

	problems(): readonly Problem[] {
		return shorten(this.#problems);
	}

	remarks(): readonly string[] {
		return shortenRemarks(this.#remarks);
	}

	#addDocument(file: string, {text, startLine, contentLine}: DocumentText): void {
		if (contentLine === undefined) {
			return;
		}

		if (text.length > largestDocument) {
			const message = `the document has more than ${largestDocument / mebibyte} MB, which no cluster takes`;
			this.#complain({file, line: contentLine}, message);
			return;
		}

		const parsed = parseDocument(text);
		if ('message' in parsed) {
			this.#complain({file, line: Math.max(startLine + parsed.line, contentLine)}, parsed.message);
			this.#noteUnread(contentLine, text);
			return;
		}

		const origin = {file, line: contentLine};
		this.#expanded += parsed.size;
		if (this.#expanded > mostExpanded) {
			const message = `with it, aliases make more than ${mostExpanded / mebibyte} MB of what is declared: write fewer`;
			this.#complain(origin, message);
			return;
		}

		if (!isObject(parsed.value)) {
			this.#noteUnread(contentLine, text);
		}

		const unwrapped = unwrapList(parsed.value);
		if ('problem' in unwrapped) {
			this.#complain(origin, unwrapped.problem);
			return;
		}

		for (const value of unwrapped.values) {
			this.#addValue(value, origin);
		}
	}

	#noteUnread(line: number, text: string): void {
		if (this.unread.length < mostUnread) {
			this.unread.push({line, text: text.trimStart()});
		}
	}

	#addValue(value: Json, place: Origin): void {
		const {body, origin} = attributed(value, place, this.#printed);
		const identified = identify(body);
		if ('problems' in identified) {
			for (const message of identified.problems) {
				this.#complain(place, message, origin);
			}
		} else {
			this.addManifest({...identified, origin});
		}
	}

	#complain(place: Origin, message: string, origin = attributed({}, place, this.#printed).origin): void {
		const name = origin.line === undefined ? this.#printed?.name : undefined;
		const told = name === undefined ? message : `line ${place.line} of ${name}: ${message}`;
		this.#problems.push({scope: 'file', where: shown(origin), message: told});
	}
}

function shown(origin: Origin): string {
	return whereOf({...origin, file: printable(origin.file, 300)});
}

/** What is no object comes from where one would. */
function attributed(value: Json, place: Origin, printed: Printed | undefined) {
	if (printed === undefined) {
		return {body: value, origin: place};
	}

	const {body, origin} = printed.attribute(isObject(value) ? value : {}, place);
	return {body: isObject(value) ? body : value, origin};
}

function shorten(problems: readonly Problem[]): readonly Problem[] {
	const ofFiles = problems.filter(({scope}) => scope === 'file');
	const left = ofFiles[mostFileProblems];
	if (left === undefined) {
		return problems;
	}

	const others = problems.filter(({scope}) => scope !== 'file');
	const more = `and ${ofFiles.length - mostFileProblems} more problems in this and later files`;
	return [...others, ...ofFiles.slice(0, mostFileProblems), {...left, message: more}];
}
