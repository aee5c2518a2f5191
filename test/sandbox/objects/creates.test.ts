import {expect, test} from 'vitest';
import {type JsonObject, listAt, objectAt, textAt, withField} from '../../../source/sandbox/objects/json.ts';
import {comparable, recorded, titled} from './support/recorded.ts';
import {SmallServer} from './support/small-server.ts';

const cases = titled(recorded('creates'));

function made(one: JsonObject, verb: 'create' | 'apply'): JsonObject {
	const body = objectAt(one, 'body') ?? {};
	const server = new SmallServer(textAt(body, 'apiVersion') ?? '', textAt(body, 'kind') ?? '');
	const answer = server.answer({verb, manager: 'm', body, force: false, subresource: '', fieldValidation: 'Strict'});
	return answer.kind === 'stored' ? withoutAllocated(comparable(answer.object)) : {refusal: answer.refusal.message};
}

/** What is not for pure functions to choose, or is not in the recording because the server chose it. */
function withoutAllocated(object: JsonObject): JsonObject {
	const {lastPhaseTransitionTime: _time, ...status} = objectAt(object, 'status') ?? {};
	const {clusterIP: _ip, ...spec} = objectAt(object, 'spec') ?? {};
	const bare = object.kind === 'Service' ? {...object, spec} : object;
	return object.kind === 'PersistentVolume' ? {...object, status} : bare;
}

test.for(cases)('%s is created as by a real control plane, with its defaults and owners', ([, one]) => {
	expect(made(one, 'create')).toEqual(comparable(objectAt(one, 'created') ?? {}));
});

test.for(cases)('%s is applied as by a real control plane', ([, one]) => {
	const object = made(one, 'apply');
	const [owner] = listAt(object, 'metadata', 'managedFields');
	expect(objectAt(owner)?.fieldsV1 ?? null).toEqual(one.appliedFields);
	const created = objectAt(one, 'created') ?? {};
	const withoutOwners = (value: JsonObject) =>
		withField(value, 'metadata', withField(objectAt(value, 'metadata') ?? {}, 'managedFields', undefined));
	expect(withoutOwners(object)).toEqual(withoutOwners(created));
});
