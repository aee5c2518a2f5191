import {type JsonObject, listAt, objectAt, textAt} from '../../objects/json.ts';

/** Which of the names that a definition asks for it has, and why it has not all of them. */
export type Naming = {
	readonly accepted: JsonObject;
	readonly conflict: {readonly reason: string; readonly message: string} | undefined;
};

const fields = [
	['plural', 'PluralConflict', 'resources'],
	['singular', 'SingularConflict', 'resources'],
	['shortNames', 'ShortNamesConflict', 'resources'],
	['kind', 'KindConflict', 'kinds'],
	['listKind', 'ListKindConflict', 'kinds'],
] as const;

/** After k8s.io/apiextensions-apiserver/pkg/controller/status: a name that another definition of the group has is not given. */
export function namesFor(definition: JsonObject, others: readonly JsonObject[]): Naming {
	const asked = objectAt(definition, 'spec', 'names') ?? {};
	const had = objectAt(definition, 'status', 'acceptedNames') ?? {};
	const used = {
		resources: usedBy(others, ['plural', 'singular', 'shortNames']),
		kinds: usedBy(others, ['kind', 'listKind']),
	};
	const conflicts = fields.flatMap(([field, reason, scope]) => {
		const own = new Set(textsOf(had, field));
		const taken = textsOf(asked, field).filter(name => !own.has(name) && used[scope].has(name));
		return taken.length > 0 ? [{field, reason, message: messageOf(taken)}] : [];
	});
	if (conflicts.length === 0) {
		return {accepted: asked, conflict: undefined};
	}

	const given = Object.entries(asked).filter(([name]) => !conflicts.some(({field}) => field === name));
	return {accepted: {...had, ...Object.fromEntries(given)}, conflict: conflicts.at(-1)};
}

function messageOf(taken: readonly string[]): string {
	const messages = taken.map(name => `${JSON.stringify(name)} is already in use`);
	return messages.length === 1 ? messages.join() : `[${messages.join(', ')}]`;
}

function usedBy(definitions: readonly JsonObject[], names: readonly string[]): ReadonlySet<string> {
	return new Set(
		definitions.flatMap(definition => {
			const accepted = objectAt(definition, 'status', 'acceptedNames') ?? {};
			return names.flatMap(name => textsOf(accepted, name));
		}),
	);
}

function textsOf(names: JsonObject, field: string): readonly string[] {
	const value = textAt(names, field) ?? '';
	return value === '' ? listAt(names, field).filter(one => typeof one === 'string') : [value];
}
