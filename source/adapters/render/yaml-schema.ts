import {
	boolCoreTag,
	boolYaml11Tag,
	defineMappingTag,
	defineScalarTag,
	defineSequenceTag,
	mapTag,
	mergeTag,
	NOT_RESOLVED,
	nullYaml11Tag,
	Schema,
	seqTag,
	strTag,
} from 'js-yaml';

const prefix = 'tag:yaml.org,2002:';
const digits = [...'0123456789'];
const largestInteger = 2n ** 63n;

const isNeverWritten = () => false;

/** A number that JSON can't hold. Positions are not known here. */
export class UnsupportedNumberError extends Error {
	override readonly name = 'UnsupportedNumberError';
}

/** What is a moment to Kustomize in one place, and text in another. Positions are not known here. */
export class AmbiguousTextError extends Error {
	override readonly name = 'AmbiguousTextError';
	readonly text: string;

	constructor(text: string) {
		super();
		this.text = text;
	}
}

/** What may be no text, as it was written. */
export class PlainScalar {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}

	toString(): string {
		return this.text;
	}
}

/** As Go's `ParseInt` with base 0: `010` is 8, `0b11` 3, `1_000` 1000. */
function resolveInteger(text: string): number | bigint | typeof NOT_RESOLVED {
	const [, sign = '', body = ''] = /^([-+]?)(.*)$/s.exec(text.replaceAll('_', '')) ?? [];
	const isNumber = /^(?:0|[1-9][0-9]*|0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+)$/.test(body);
	if (!/^[-+0-9]/.test(text) || !isNumber) {
		return NOT_RESOLVED;
	}

	const literal = body.replace(/^0(?=[0-7])/, '0o');
	const size = Number(literal);
	const value = sign === '-' ? -size : size;
	if (Number.isSafeInteger(size)) {
		return value === 0 ? 0 : value;
	}

	const exact = sign === '-' ? -BigInt(literal) : BigInt(literal);
	// What does not fit into an int64 goes through a float on its way into Kubernetes.
	return exact >= -largestInteger && exact < largestInteger ? exact : value;
}

function resolveFloat(text: string): number | typeof NOT_RESOLVED {
	if (/^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/.test(text)) {
		throw new UnsupportedNumberError();
	}

	const plain = text.replaceAll('_', '');
	const value = Number(plain);
	const isNumber = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(plain);
	if (!isNumber || !Number.isFinite(value)) {
		return NOT_RESOLVED;
	}

	return value === 0 ? 0 : value;
}

function defineText(tag: string, resolve: (text: string) => string = text => text) {
	return defineScalarTag(tag, {matchByTagPrefix: tag === '!', resolve, identify: isNeverWritten});
}

function defineMapping(tag: string, checkKey: (key: unknown) => string = () => '') {
	return defineMappingTag<Record<string, unknown>>(tag, {
		...mapTag,
		matchByTagPrefix: tag === '!',
		addPair(mapping, key, value) {
			if (key === null || (typeof key === 'object' && !(key instanceof PlainScalar))) {
				return 'a key that is null or a collection';
			}

			const problem = checkKey(key);
			if (problem !== '') {
				return problem;
			}

			// No object of Kubernetes has such a field, and copying it could change an object's prototype.
			return key === '__proto__' ? 'the key __proto__' : mapTag.addPair(mapping, String(key), value);
		},
		// Even one that does nothing has js-yaml refuse an alias within its own anchor.
		finalize: mapping => mapping,
	});
}

function defineSequence(tag: string) {
	return defineSequenceTag<unknown[]>(tag, {...seqTag, matchByTagPrefix: tag === '!', finalize: sequence => sequence});
}

/** What every schema here has. */
const common = [
	strTag,
	defineSequence(`${prefix}seq`),
	mergeTag,
	defineText(`${prefix}binary`, text => Buffer.from(text, 'base64').toString('utf8')),
	defineText('!'),
	defineSequence('!'),
];

const schemaWith = (boolTag: typeof boolYaml11Tag) =>
	new Schema([
		...common,
		defineMapping(`${prefix}map`),
		defineMapping(`${prefix}set`),
		defineMapping('!'),
		nullYaml11Tag,
		boolTag,
		defineScalarTag(`${prefix}int`, {
			implicit: true,
			implicitFirstChars: ['-', '+', ...digits],
			resolve: resolveInteger,
			identify: isNeverWritten,
		}),
		defineScalarTag(`${prefix}float`, {
			implicit: true,
			implicitFirstChars: ['-', '+', '.', ...digits],
			resolve: resolveFloat,
			identify: isNeverWritten,
		}),
		defineText(`${prefix}timestamp`),
	]);

/** Reads YAML as kubectl does: what it takes for a number, a boolean or text, and which tags it follows. */
export const kubernetesSchema = schemaWith(boolYaml11Tag);

/** The same, but `y`, `no` and `on` are texts, as Kustomize 5 reads the configuration of transformers and generators. */
export const configurationSchema = schemaWith(boolCoreTag);

/** All numbers, moments, booleans and nulls are so written, and nothing that ends a value or begins another. */
const plainPattern = /^(?:~|[A-Za-z]{1,5}|[-+]?[._]*[0-9][-+.:0-9A-Za-z_]*|[-+]?\.[A-Za-z]{3})$/;
const day = '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}';
const moment = new RegExp(`^${day}(?:$|[Tt ])`);
/** In a block they are moments to Kustomize, between brackets text. */
const dayAndTime = new RegExp(`^${day}(?:[Tt]|[ \\t]+)[0-9]{1,2}:`);
/** As Kustomize itself writes a moment: the same whatever it is taken for. */
const usualMoment =
	/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{0,8}[1-9])?(?:Z|[-+](?!00:00)[0-9]{2}:[0-9]{2})$/;

function resolvePlain(text: string): PlainScalar | typeof NOT_RESOLVED {
	if (dayAndTime.test(text)) {
		if (usualMoment.test(text)) {
			return NOT_RESOLVED;
		}

		throw new AmbiguousTextError(text);
	}

	if (text === '') {
		return new PlainScalar('null');
	}

	return plainPattern.test(text) && !text.endsWith(':') ? new PlainScalar(text) : NOT_RESOLVED;
}

function defineWritten(tag: string, implicit = false) {
	return defineScalarTag(tag, {implicit, resolve: resolvePlain, identify: isNeverWritten});
}

/** Kustomize itself fails at such a key, be it in quotes, in words for programmers. */
function checkTextKey(key: unknown): string {
	const text = key instanceof PlainScalar ? key.text : '';
	const isText =
		!moment.test(text) &&
		!/^(?:true|false|null)$/i.test(text) &&
		resolveInteger(text) === NOT_RESOLVED &&
		resolveFloat(text) === NOT_RESOLVED;
	return isText ? '' : 'a key that is no text to Kustomize, which fails at it: take another';
}

/** The same, but what may be no text comes as it was written: a `PlainScalar`. */
export const writtenSchema = new Schema([
	...common,
	...[`${prefix}map`, `${prefix}set`, '!'].map(tag => defineMapping(tag, checkTextKey)),
	defineWritten(`${prefix}plain`, true),
	...['null', 'bool', 'int', 'float', 'timestamp'].map(tag => defineWritten(prefix + tag)),
]);
