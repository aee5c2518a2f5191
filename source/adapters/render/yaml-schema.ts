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

function defineMapping(tag: string) {
	return defineMappingTag<Record<string, unknown>>(tag, {
		...mapTag,
		matchByTagPrefix: tag === '!',
		addPair(mapping, key, value) {
			if (key === null || typeof key === 'object') {
				return 'a key that is null or a collection';
			}

			// No object of Kubernetes has such a field, and copying it could change an object's prototype.
			return key === '__proto__' ? 'the key __proto__' : mapTag.addPair(mapping, key, value);
		},
		// Even one that does nothing has js-yaml refuse an alias within its own anchor.
		finalize: mapping => mapping,
	});
}

function defineSequence(tag: string) {
	return defineSequenceTag<unknown[]>(tag, {...seqTag, matchByTagPrefix: tag === '!', finalize: sequence => sequence});
}

const schemaWith = (boolTag: typeof boolYaml11Tag) =>
	new Schema([
		strTag,
		defineSequence(`${prefix}seq`),
		defineMapping(`${prefix}map`),
		defineMapping(`${prefix}set`),
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
		mergeTag,
		defineText(`${prefix}binary`, text => Buffer.from(text, 'base64').toString('utf8')),
		defineText(`${prefix}timestamp`),
		defineText('!'),
		defineSequence('!'),
		defineMapping('!'),
	]);

/** Reads YAML as kubectl does: what it takes for a number, a boolean or text, and which tags it follows. */
export const kubernetesSchema = schemaWith(boolYaml11Tag);

/** The same, but `y`, `no` and `on` are texts, as Kustomize 5 reads the configuration of transformers and generators. */
export const configurationSchema = schemaWith(boolCoreTag);
