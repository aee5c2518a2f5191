import {type Json, type JsonObject, textAt} from '../../objects/json.ts';
import {ageOf} from './age.ts';
import {type Column, column} from './column.ts';

/** As Kubernetes' own documents describe the fields; other columns have no description here. */
const descriptions = {
	name: 'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names',
	age: 'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata',
} as const;

export const name: Column = {
	...column('Name', ({object}) => textAt(object, 'metadata', 'name') ?? ''),
	description: descriptions.name,
};

export const age: Column = {
	...column('Age', ({object, now}) => ageOf(textAt(object, 'metadata', 'creationTimestamp'), now)),
	description: descriptions.age,
};

/** A label selector as it is typed. */
export function selectorText(selector: JsonObject | undefined): string {
	const labels = Object.entries(selector ?? {}).map(([key, value]) => `${key}=${String(value)}`);
	return labels.length === 0 ? '<none>' : labels.sort().join(',');
}

export function joined(values: readonly Json[]): string {
	return values.length === 0 ? '<none>' : values.join(',');
}
