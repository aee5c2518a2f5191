import {type Decoded, type DecodeOptions, decode} from './decode.ts';
import type {Json} from './json.ts';
import {goValue} from './reading/go-value.ts';
import {invalid} from './refusal.ts';

/** Reads what a patch made. What is wrong with it is the patch's fault, and told as such. */
export function decodePatched(
	value: Json,
	options: DecodeOptions,
	{type, patch}: {readonly type: 'json' | 'merge' | 'strategic'; readonly patch: Json},
): Decoded {
	const decoded = decode(value, options);
	if (decoded.kind === 'decoded') {
		return decoded;
	}

	const text = type === 'strategic' ? goValue(patch) : JSON.stringify(value);
	const {kind, version} = options.kind;
	const start = `${kind} in version ${JSON.stringify(version)} cannot be handled as a ${kind}: `;
	const {message} = decoded.refusal;
	const detail = message.startsWith(start) ? message.slice(start.length) : message;
	const cause = {
		reason: 'FieldValueInvalid',
		message: `Invalid value: ${JSON.stringify(text)}: ${inWords(detail, type)}`,
		field: 'patch',
	};
	return {kind: 'refused', refusal: invalid({group: '', kind: '', name: ''}, [cause])};
}

/** A strategic patch is read by other means, which have their own words. */
function inWords(message: string, type: 'json' | 'merge' | 'strategic'): string {
	if (type !== 'strategic') {
		return message;
	}

	const [, found = '', expected = ''] =
		/^json: cannot unmarshal (\w+)(?: [\d.]+)? into Go struct field \S+ of type (.+)$/.exec(message) ?? [];
	if (expected === '') {
		return message;
	}

	return expected.startsWith('[]')
		? `cannot restore slice from ${found === 'object' ? 'map' : found}`
		: `unrecognized type: ${expected}`;
}
