import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {parseAllDocuments} from 'yaml';
import type {Resource, Resources} from './resources.ts';
import type {Answer, Server} from './server.ts';

const text = {type: 'string'} as const;
const flag = {type: 'boolean'} as const;
const options = {
	namespace: {...text, short: 'n', default: 'default'},
	output: {...text, short: 'o', default: ''},
	selector: {...text, short: 'l', default: ''},
	filename: {...text, short: 'f', default: ''},
	patch: {...text, short: 'p', default: ''},
	type: {...text, default: 'strategic'},
	subresource: {...text, default: ''},
	replicas: {...text, default: ''},
	image: {...text, default: ''},
	'from-literal': {...text, multiple: true},
	cascade: {...text, default: 'background'},
	for: {...text, default: ''},
	timeout: {...text, default: '60s'},
	wait: {...text, default: 'true'},
	'no-headers': {...flag, default: false},
	'ignore-not-found': {...flag, default: false},
} as const;

function read(args: readonly string[]) {
	return parseArgs({args: [...args], options, allowPositionals: true, strict: true});
}

export type Flags = ReturnType<typeof read>['values'];

/** One run of the tests' kubectl. */
export type Invocation = {
	readonly server: Server;
	readonly resources: Resources;
	/** Without the sub-command. */
	readonly words: readonly string[];
	readonly flags: Flags;
	readonly input: string;
};

/** Throws at flags that the tests' kubectl does not know. */
export function readArguments(args: readonly string[]) {
	const {positionals, values} = read(args);
	return {words: positionals, flags: values};
}

/** What a person names: a kind, and objects of it; no names for all. */
export type Subject = {readonly resource: Resource; readonly names: readonly string[]};

/** Of `KIND`, `KIND NAME ...`, `KIND,KIND NAME ...` and `KIND/NAME`. */
export async function subjectsOf(words: readonly string[], resources: Resources): Promise<readonly Subject[]> {
	const [first = '', ...names] = words;
	if (first.includes('/')) {
		const pairs = words.map(word => word.split('/'));
		return Promise.all(
			pairs.map(async ([kind = '', name = '']) => ({resource: await resources.named(kind), names: [name]})),
		);
	}

	return Promise.all(first.split(',').map(async kind => ({resource: await resources.named(kind), names})));
}

/** The one object named, and the words after it. */
export async function objectOf(words: readonly string[], resources: Resources) {
	const [first = '', ...others] = words;
	const [kind = '', named] = first.split('/');
	const [name = '', ...rest] = named === undefined ? others : [named, ...others];
	return {resource: await resources.named(kind), name, rest};
}

/** The objects of `--filename`: of a file, of a folder's files, or of the input. */
export async function objectsOf({flags, input}: Invocation): Promise<readonly Answer[]> {
	const texts = flags.filename === '-' ? [input] : await filesOf(flags.filename);
	return texts.flatMap(one => parseAllDocuments(one).map(document => document.toJS()));
}

async function filesOf(place: string): Promise<readonly string[]> {
	const names = await readdir(place).catch(() => undefined);
	const files = names === undefined ? [place] : names.toSorted().map(name => path.join(place, name));
	return Promise.all(files.map(file => readFile(file, 'utf8')));
}
