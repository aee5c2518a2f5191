import {parseArgs} from 'node:util';
import {nearest} from '../../model/nearest.ts';
import {UsageError} from '../../model/operator-error.ts';
import {interactive} from '../interactive.ts';
import type {Verb} from '../verb.ts';
import {applicationFlags, type FlagName, flagTable, isFlagName, specOf} from './flags.ts';
import {typedOf} from './typed.ts';
import {type Flags, readFlags} from './values.ts';

/** What a person asked for by typing it. */
export type Request =
	| {readonly kind: 'verb'; readonly verb: Verb; readonly app?: string; readonly flags: Flags}
	| {readonly kind: 'help'; readonly verb?: Verb}
	| {readonly kind: 'version'};

type Option = {
	readonly name: string;
	readonly rawName: string;
	readonly value: string | undefined;
	readonly isInline: boolean;
};

type Tokens = {readonly words: readonly string[]; readonly options: readonly Option[]};

const parserOptions = {
	...Object.fromEntries(
		Object.keys(flagTable)
			.filter(isFlagName)
			.map(name => {
				const {type, short} = specOf(name);
				const spec = {type: type === 'switch' ? ('boolean' as const) : ('string' as const)};
				return [name, short === undefined ? spec : {...spec, short}];
			}),
	),
	version: {type: 'boolean' as const},
};

/** Throws a `UsageError` that says in a line what is wrong and what is allowed. */
export function readArguments(argv: readonly string[], verbs: readonly Verb[]): Request {
	const {words, options} = tokensOf(argv);
	if (options.some(option => option.name === 'version')) {
		return {kind: 'version'};
	}

	const [first, ...rest] = words;
	const isHelp = first === 'help' || options.some(option => option.name === 'help');
	const [word, ...inputs] = first === 'help' ? rest : words;
	if (word === undefined) {
		return unnamed(options, isHelp);
	}

	const verb = verbOf(word, verbs);
	return isHelp ? {kind: 'help', verb} : requestOf(verb, inputs, options);
}

function tokensOf(argv: readonly string[]): Tokens {
	const {tokens} = parseArgs({
		args: [...argv],
		options: parserOptions,
		allowPositionals: true,
		strict: false,
		tokens: true,
	});
	return {
		words: tokens.flatMap(token => (token.kind === 'positional' ? [token.value] : [])),
		options: tokens.flatMap(token =>
			token.kind === 'option'
				? [{name: token.name, rawName: token.rawName, value: token.value, isInline: token.inlineValue === true}]
				: [],
		),
	};
}

function unnamed(options: readonly Option[], isHelp: boolean): Request {
	return isHelp ? {kind: 'help'} : requestOf(interactive, [], options);
}

function verbOf(word: string, verbs: readonly Verb[]): Verb {
	const verb = verbs.find(({name}) => name === word);
	if (verb === undefined) {
		throw new UsageError(`unknown verb ${word}; there are ${verbs.map(({name}) => name).join(', ')}, help`);
	}

	return verb;
}

function requestOf(verb: Verb, inputs: readonly string[], options: readonly Option[]): Request {
	const checked = options.map(option => {
		const name = knownName(verb, option);
		const [value] = valuesOf(name, option);
		return {name, rawName: option.rawName, ...(value === undefined ? {} : {value})};
	});
	checkRepeated(checked);
	const flags = readFlags(typedOf(checked), verb);
	checkInputs(verb, inputs);
	if (!verb.needsNoApplications) {
		checkApplications(flags);
	}

	const [app] = inputs;
	return {kind: 'verb', verb, flags, ...(app === undefined ? {} : {app})};
}

function checkRepeated(options: readonly {readonly name: FlagName; readonly rawName: string}[]) {
	const single = options.filter(({name}) => ['text', 'duration'].includes(specOf(name).type));
	const repeated = single.find(({name}, index) => single.slice(0, index).some(other => other.name === name));
	if (repeated !== undefined) {
		throw new UsageError(`${repeated.rawName} is given more than once; it takes one value`);
	}
}

function knownName(verb: Verb, {name, rawName}: Option): FlagName {
	if (!isFlagName(name) || !verb.flags.includes(name)) {
		const meant = nearest(name, verb.flags);
		const called = verb.name === '' ? 'trueup' : `trueup ${verb.name}`;
		const advice = meant === undefined ? `${called} --help shows what it knows` : `did you mean --${meant}?`;
		throw new UsageError(`${verb.name || 'trueup'} knows no flag ${rawName}; ${advice}`);
	}

	return name;
}

function valuesOf(name: FlagName, {rawName, value, isInline}: Option): readonly string[] {
	const spec = specOf(name);
	if (spec.type === 'switch') {
		if (value !== undefined) {
			throw new UsageError(`${rawName} takes no value`);
		}

		return [];
	}

	// What looks like the next flag is no value, unless it was written as one: `--name=-x`.
	const isLikeFlag = !isInline && /^-./.test(value ?? '');
	if (value === undefined || value === '' || isLikeFlag) {
		const reason = isLikeFlag ? "; a value can't begin with -" : '';
		throw new UsageError(`${rawName} needs a value: ${rawName} ${spec.value}${reason}`);
	}

	return [value];
}

function checkInputs(verb: Verb, inputs: readonly string[]) {
	const limit = verb.takesApplication ? 1 : 0;
	const surplus = inputs[limit];
	if (surplus !== undefined) {
		const takes = verb.takesApplication ? 'one application' : 'no application';
		throw new UsageError(`${verb.name} takes ${takes}; ${surplus} is too much`);
	}

	if (inputs[0] === '') {
		throw new UsageError(`${verb.name} needs the name of an application; the empty text is none`);
	}
}

function checkApplications({files, application}: Flags) {
	if (files.length === 0 && application === undefined) {
		throw new UsageError(
			'no application: give Application manifests with -f FILE or -f DIR, or one application by flags, ' +
				`--${applicationFlags[0]} URL --path PATH; trueup demo brings a cluster and applications of its own`,
		);
	}
}
