import {isObject, type Json, type JsonObject} from '../../model/json.ts';
import type {Problem} from '../../model/problem.ts';
import {describe, keyOf, type Manifest, type Origin, type ResourceKey} from '../../model/resource.ts';
import {identify} from './identify.ts';
import type {Pace} from './pace.ts';
import {parseDocument} from './parse-document.ts';
import {printable} from './printable.ts';
import {type DocumentText, splitDocuments} from './split-documents.ts';
import {unwrapList} from './unwrap-list.ts';

const mostDocuments = 10_000;
const mostFileProblems = 200;

export type Attribute = (body: JsonObject, place: Origin) => {readonly body: JsonObject; readonly origin: Origin};

/** Gathers what an application's files declare. */
export type Collector = {
	addText(file: string, text: string): Promise<void>;
	addProblem(problem: Problem): void;
	readonly manifests: readonly Manifest[];
	problems(): readonly Problem[];
};

/** `attribute` tells where an object really comes from, and takes away what was added to tell. */
export function createCollector(pace: Pace, attribute?: Attribute): Collector {
	const manifests: Manifest[] = [];
	const problems: Problem[] = [];
	const firsts = new Map<ResourceKey, Manifest>();

	const complain = ({file, line}: Origin, message: string) => {
		problems.push({scope: 'file', where: `${printable(file, 300)}:${line}`, message});
	};

	const addManifest = (manifest: Manifest) => {
		const key = keyOf(manifest.id);
		const first = firsts.get(key);
		if (first === undefined) {
			firsts.set(key, manifest);
			manifests.push(manifest);
			return;
		}

		const place = `${printable(first.origin.file, 300)}:${first.origin.line}`;
		complain(
			manifest.origin,
			`${describe(manifest.id)} is declared a second time, after ${place}: only the first is used`,
		);
	};

	const addValue = (value: Json, place: Origin) => {
		const {body, origin} = attributed(value, place, attribute);
		const identified = identify(body);
		if ('problems' in identified) {
			for (const message of identified.problems) {
				complain(origin, message);
			}
		} else {
			addManifest({...identified, origin});
		}
	};

	const addDocument = (file: string, {text, startLine, contentLine}: DocumentText) => {
		if (contentLine === undefined) {
			return;
		}

		const parsed = parseDocument(text);
		if ('message' in parsed) {
			complain({file, line: Math.max(startLine + parsed.line, contentLine)}, parsed.message);
			return;
		}

		const origin = {file, line: contentLine};
		const unwrapped = unwrapList(parsed.value);
		if ('problem' in unwrapped) {
			complain(origin, unwrapped.problem);
			return;
		}

		for (const value of unwrapped.values) {
			addValue(value, origin);
		}
	};

	return {
		manifests,
		async addText(file, text) {
			const documents = splitDocuments(text);
			const withContent = documents.filter(({contentLine}) => contentLine !== undefined);
			if (withContent.length > mostDocuments) {
				return complain({file, line: 1}, `the file holds more than ${mostDocuments} documents: split it`);
			}

			for (const document of withContent) {
				await pace();
				addDocument(file, document);
			}
		},
		addProblem: problem => problems.push(problem),
		problems: () => shorten(problems),
	};
}

function attributed(value: Json, place: Origin, attribute?: Attribute) {
	return isObject(value) && attribute ? attribute(value, place) : {body: value, origin: place};
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
