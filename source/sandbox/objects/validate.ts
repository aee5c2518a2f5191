import type {JsonObject} from './json.ts';
import {kindOf} from './kind-of.ts';
import type {Cause} from './refusal.ts';
import type {StructSchema} from './schema.ts';
import {sourceOf} from './structural.ts';
import {immutableRules} from './validation/immutable-rules.ts';
import {validateStructural} from './validation/validate-custom.ts';
import {kindRules} from './validation/validate-kinds.ts';
import {validateMetadata, validateMetadataUpdate} from './validation/validate-metadata.ts';
import {validateNewService} from './validation/validate-service.ts';
import {workloadRules} from './validation/validate-workloads.ts';

/** Why a new object can't be, in the API server's words; nothing where it can. It has its defaults already. */
export function validateCreate(object: JsonObject, schema: StructSchema): readonly Cause[] {
	const isService = kindOf(object) === '/Service';
	return [
		...validateMetadata(object),
		...(isService ? validateNewService(object) : []),
		...validateContent(object, schema),
	];
}

/** The same of a change, with what may not be changed. */
export function validateUpdate(before: JsonObject, after: JsonObject, schema: StructSchema): readonly Cause[] {
	const fixed = (immutableRules[kindOf(after)] ?? []).flatMap(rule => rule(before, after));
	// The real server looks at changes twice: as at those of any object, and as at those of its kind.
	const [own, changed] = [validateMetadata(after), validateMetadataUpdate(before, after)];
	const again = sourceOf(schema) === undefined ? own : [];
	const metadata = [...own, ...changed, ...again, ...changed];
	const isSame =
		sourceOf(schema) === undefined &&
		after.spec !== undefined &&
		before.spec === after.spec &&
		before.status === after.status;
	return [...metadata, ...(isSame ? [] : validateContent(after, schema)), ...fixed];
}

function validateContent(object: JsonObject, schema: StructSchema): readonly Cause[] {
	const source = sourceOf(schema);
	if (source !== undefined) {
		return validateStructural(source, object);
	}

	const kind = kindOf(object);
	return (workloadRules[kind] ?? kindRules[kind])?.(object) ?? [];
}
