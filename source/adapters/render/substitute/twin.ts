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

/**
 * The first of these patterns by which items of lists are told apart, in Kubernetes' own kinds and in most others. Who
 * manages such an item is known, and told, by its key.
 */
export function keyAmong(fields: readonly string[]): string | undefined {
	return fields.find(field => mergeKey.test(field));
}

const mergeKey =
	/\.\[\]\.(?:name|key|id|uid|ip|type|port|protocol|containerPort|mountPath|devicePath|topologyKey|whenUnsatisfiable|resourceName)$/;

function joined(all: readonly TwinDifferences[]): TwinDifferences {
	return {fields: all.flatMap(({fields}) => fields), hasKeys: all.some(({hasKeys}) => hasKeys)};
}

function holdsKeys(value: Json | undefined): boolean {
	return isList(value) ? value.some(holdsKeys) : isObject(value) && Object.keys(value).length > 0;
}
