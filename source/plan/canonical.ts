import {createHmac, hash} from 'node:crypto';
import {isList, isObject, type Json} from '../model/json.ts';

/** JSON with sorted keys and exact whole numbers: equal values give equal texts. */
export function canonical(value: Json | undefined): string {
	if (isList(value)) {
		return `[${value.map(canonical).join(',')}]`;
	}

	if (isObject(value)) {
		const keys = Object.keys(value).sort();
		return `{${keys.map(key => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
	}

	return typeof value === 'bigint' ? value.toString() : JSON.stringify(value ?? null);
}

/** sha256 in hex over all parts, each told apart from the next. */
export function hashOf(...parts: readonly (Json | undefined)[]): string {
	return hash('sha256', canonical(parts.map(part => part ?? null)));
}

/** As `hashOf`, for what must not be guessed from its hash: only who has the key can check a guess. */
export function keyedHashOf(key: string, text: string | Uint8Array): string {
	return createHmac('sha256', key).update(text).digest('hex');
}

export function isEqual(left: Json | undefined, right: Json | undefined): boolean {
	if (isList(left) && isList(right)) {
		return left.length === right.length && left.every((item, index) => isEqual(item, right[index]));
	}

	if (isObject(left) && isObject(right)) {
		const names = Object.keys(left);
		return (
			names.length === Object.keys(right).length &&
			names.every(name => Object.hasOwn(right, name) && isEqual(left[name], right[name]))
		);
	}

	return left === right;
}
