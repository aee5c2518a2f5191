import {expect, test} from 'vitest';
import {type JsonObject, listAt, objectAt, textAt, withValueAt} from '../../../source/sandbox/objects/json.ts';
import {jsonPatch} from '../../../source/sandbox/objects/json-patch.ts';
import {builtInSchema, type StructSchema} from '../../../source/sandbox/objects/schema.ts';
import {trackUpdate} from '../../../source/sandbox/objects/track.ts';
import {validateCreate} from '../../../source/sandbox/objects/validate.ts';

const kind = {group: '', version: 'v1', kind: 'ConfigMap'};
/** What every object of JavaScript has by itself. */
const names = ['constructor', 'hasOwnProperty', 'valueOf', 'toString'];
const data = Object.fromEntries(names.map(name => [name, 'x']));

function config(fields: JsonObject): JsonObject {
	return {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a', namespace: 'default', uid: 'u'}, ...fields};
}

function schemaOfConfig(): StructSchema {
	const schema = builtInSchema(kind);
	if (schema === undefined) {
		throw new Error('no schema of ConfigMap');
	}

	return schema;
}

function optionsOf(manager: string) {
	const schema = schemaOfConfig();
	return {manager, now: '1', subresource: '', apiVersion: 'v1', schema, kind, force: false};
}

test('A ConfigMap may have keys that every object of JavaScript has', () => {
	expect(validateCreate(config({data, binaryData: {other: 'YQ=='}}), schemaOfConfig())).toEqual([]);
});

test('Such a key belongs to who has added it, and to nobody once it is gone', () => {
	const live = withValueAt(trackUpdate(undefined, config({data: {a: '1'}}), optionsOf('first')), ['data'], {a: '1'});
	const added = trackUpdate(live, withValueAt(live, ['data'], {a: '1', ...data}), optionsOf('second'));
	const keysOf = (object: JsonObject, manager: string) => {
		const owner = listAt(object, 'metadata', 'managedFields').find(one => textAt(one, 'manager') === manager);
		return Object.keys(objectAt(owner ?? null, 'fieldsV1', 'f:data') ?? {});
	};
	expect(keysOf(added, 'second')).toEqual(expect.arrayContaining(names.map(name => `f:${name}`)));
	const gone = trackUpdate(added, withValueAt(added, ['data'], {a: '1'}), optionsOf('third'));
	expect([keysOf(gone, 'second'), keysOf(gone, 'third')]).toEqual([[], []]);
});

test('A patch removes no such key that is not there', () => {
	const remove = [{op: 'remove', path: '/data/constructor'}];
	expect(jsonPatch(config({data: {a: '1'}}), remove).kind).toBe('refused');
	expect(jsonPatch(config({data}), remove).kind).toBe('patched');
});
