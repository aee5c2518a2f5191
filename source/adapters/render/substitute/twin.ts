import {isList, isObject, type Json} from '../../../model/json.ts';

export type TwinDifferences = {
	/** The patterns of what is not the same in both. */
	readonly fields: readonly string[];
	/** Whether a key of an object is in one of them alone. */
	readonly hasKeys: boolean;
};

const same: TwinDifferences = {fields: [], hasKeys: false};

/** Where a value and its twin differ. */
export function differencesOf(value: Json | undefined, twin: Json | undefined, pattern = ''): TwinDifferences {
	if (isObject(value) && isObject(twin)) {
		const names = [...new Set([...Object.keys(value), ...Object.keys(twin)])];
		const isOther = names.some(name => !Object.hasOwn(value, name) || !Object.hasOwn(twin, name));
		return isOther
			? {fields: [pattern], hasKeys: true}
			: joined(names.map(name => differencesOf(value[name], twin[name], `${pattern}.${name}`)));
	}

	if (isList(value) && isList(twin) && value.length === twin.length) {
		return joined(value.map((item, index) => differencesOf(item, twin[index], `${pattern}.[]`)));
	}

	return value === twin ? same : {fields: [pattern], hasKeys: holdsKeys(value)};
}

function joined(all: readonly TwinDifferences[]): TwinDifferences {
	return {fields: all.flatMap(({fields}) => fields), hasKeys: all.some(({hasKeys}) => hasKeys)};
}

function holdsKeys(value: Json | undefined): boolean {
	return isList(value) ? value.some(holdsKeys) : isObject(value) && Object.keys(value).length > 0;
}
