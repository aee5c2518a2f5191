import {isList, isObject, type Json, type JsonObject} from '../../source/model/json.ts';

/** The first place where two values differ. */
export type Difference = {
	readonly path: string;
	readonly recorded: Json | undefined;
	readonly seen: Json | undefined;
};

export function differenceOf(recorded: Json | undefined, seen: Json | undefined, path = ''): Difference | undefined {
	const [before, after] = [membersOf(recorded), membersOf(seen)];
	if (before === undefined || after === undefined || isList(recorded) !== isList(seen)) {
		return recorded === seen ? undefined : {path: path.slice(1), recorded, seen};
	}

	for (const key of Object.keys({...before, ...after})) {
		const difference = differenceOf(before[key], after[key], `${path}.${key}`);
		if (difference) {
			return difference;
		}
	}

	return undefined;
}

function membersOf(value: Json | undefined): JsonObject | undefined {
	return isList(value) ? Object.fromEntries(value.entries()) : isObject(value) ? value : undefined;
}
