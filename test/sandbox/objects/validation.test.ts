import {expect, test} from 'vitest';
import {builtInResources} from '../../../source/sandbox/objects/catalog.ts';
import {decode} from '../../../source/sandbox/objects/decode.ts';
import {applyDefaults} from '../../../source/sandbox/objects/defaults.ts';
import {type Json, type JsonObject, listAt, objectAt, textAt} from '../../../source/sandbox/objects/json.ts';
import {mergePatch} from '../../../source/sandbox/objects/merge-patch.ts';
import type {Cause} from '../../../source/sandbox/objects/refusal.ts';
import {builtInSchema, type StructSchema} from '../../../source/sandbox/objects/schema.ts';
import {prepareCreate, prepareUpdate} from '../../../source/sandbox/objects/strategy.ts';
import {validateCreate, validateUpdate} from '../../../source/sandbox/objects/validate.ts';
import {recorded, titled} from './support/recorded.ts';

function schemaFor(object: JsonObject) {
	const [version = '', group = ''] = (textAt(object, 'apiVersion') ?? '').split('/').reverse();
	const kind = {group, version, kind: textAt(object, 'kind') ?? ''};
	const schema = builtInSchema(kind);
	const resource = builtInResources().find(one => one.group === group && one.kind === kind.kind);
	if (schema === undefined || resource === undefined) {
		throw new Error(`no schema of ${kind.kind}`);
	}

	const hasStatus = resource.subresources.some(({name}) => name === 'status');
	return {schema, kind, facts: {hasStatus, custom: false, subresource: ''}};
}

function read(value: Json, object: JsonObject): {readonly object: JsonObject; readonly schema: StructSchema} {
	const {schema, kind} = schemaFor(object);
	const decoded = decode(value, {schema, kind, fieldValidation: 'Ignore', custom: false});
	if (decoded.kind === 'refused') {
		throw new Error(decoded.refusal.message);
	}

	return {object: applyDefaults(decoded.object, schema), schema};
}

function causesOf(one: JsonObject): readonly Cause[] {
	const created = objectAt(one, 'create');
	if (created !== undefined) {
		const {object, schema} = read({...created, metadata: {...objectAt(created, 'metadata'), uid: 'u'}}, created);
		return validateCreate(prepareCreate(object, schemaFor(created).facts), schema);
	}

	const before = objectAt(one, 'before') ?? {};
	const patched = mergePatch(before, one.patch ?? null);
	const {object, schema} = read(patched.kind === 'patched' ? patched.value : null, before);
	return validateUpdate(before, prepareUpdate(before, object, schemaFor(before).facts), schema);
}

/** Values that the real one prints as Go structs, or that hold a uid, are left out, and so is a cause told twice. */
function comparable(causes: readonly Json[]) {
	const texts = causes.map(cause => {
		const message = textAt(cause, 'message') ?? '';
		const isStruct = /^(?:Invalid|Unsupported|Duplicate) value: [[{]|^: /.test(message);
		const tail =
			/^(?:Invalid|Unsupported|Duplicate) value: .*[\]}]:? ?(.*)$/s.exec(message)?.[1] ?? message.replace(/^: /, '');
		return `${textAt(cause, 'reason')} ${textAt(cause, 'field')} ${isStruct ? tail : message.split('\n')[0]}`;
	});
	return [...new Set(texts)];
}

test.for(titled(recorded('validation')))('%s', ([, one]) => {
	expect(comparable([...causesOf(one)])).toEqual(comparable(listAt(one, 'causes')));
});
