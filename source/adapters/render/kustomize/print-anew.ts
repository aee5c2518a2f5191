import {printJson} from '../../cluster/rest/exact-json.ts';
import {PlainScalar} from '../yaml-schema.ts';

/**
 * A document as it was read here, in one line: text in quotes, whatever else as it was written. `value` comes of the
 * schema that keeps what was written.
 */
export function printAnew(value: unknown): string {
	if (value instanceof PlainScalar) {
		return value.text;
	}

	if (Array.isArray(value)) {
		return `[${value.map(printAnew).join(', ')}]`;
	}

	if (typeof value === 'object' && value !== null) {
		return `{${Object.entries(value).map(printMember).join(', ')}}`;
	}

	return typeof value === 'string' ? printJson(value) : 'null';
}

function printMember([key, value]: readonly [string, unknown]): string {
	return `${printJson(key)}: ${printAnew(value)}`;
}
