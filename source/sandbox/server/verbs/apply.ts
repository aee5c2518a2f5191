import {apply} from '../../objects/apply.ts';
import {applyDefaults} from '../../objects/defaults.ts';
import {isObject, type Json, type JsonObject, objectAt, textAt, withField} from '../../objects/json.ts';
import {parseBody} from '../../objects/parse-body.ts';
import {badRequest, conflict, invalidOptions, notFound, refusedFor} from '../answer/refused.ts';
import type {Answer} from '../handler.ts';
import {parsed} from '../request/body.ts';
import {keyOf} from '../store/stored.ts';
import {checkName, checkOwnNamespace, checkVersion} from './check.ts';
import {commitChange, commitNew, inVersion} from './commit.ts';
import type {Asked} from './context.ts';
import {prepareApplied, trackOptions} from './create.ts';
import {placed, prepareChange} from './update.ts';

/** Server-side apply. */
export function applyObject(asked: Asked): Answer {
	const {cluster, target, query} = asked;
	const {served, namespace, name} = target;
	const stored = cluster.store.collection(served.storage).get(keyOf(namespace, name));
	if (stored === undefined && target.subresource !== '') {
		throw notFound(served.resource, name);
	}

	const live = stored === undefined ? undefined : inVersion(served, stored);
	const {configuration, warnings} = readConfiguration(asked, live);
	const {group, version, kind} = served.resource;
	const result = apply(live, configuration, {
		...trackOptions(asked),
		force: query.isForced,
		kind: {group, version, kind},
	});
	if (result.kind === 'refused') {
		throw refusedFor(result.refusal, {group, kind, name});
	}

	if (live === undefined || stored === undefined) {
		return commitNew(asked, {object: prepareApplied(asked, withoutIdentity(result.object)), warnings});
	}

	// Nothing moved, and no managers did: there is nothing to check or write.
	const isSame = result.object === live;
	const object = isSame
		? live
		: prepareChange(asked, live, applyDefaults(placed(result.object, live), served.schema()));
	return commitChange(asked, stored, {object, warnings});
}

export type Configuration = {readonly configuration: JsonObject; readonly warnings: readonly string[]};

/** What is to be applied over what there is. */
export function readConfiguration(asked: Asked, live: JsonObject | undefined): Configuration {
	const {request, query, target} = asked;
	if (query.fieldManager === '') {
		const message = 'Required value: is required for apply patch';
		throw invalidOptions('PatchOptions', {reason: 'FieldValueRequired', message, field: 'fieldManager'});
	}

	const {kind} = target.served.resource;
	const {value, lines} = parsed(parseBody(request.body, 'yaml', kind), kind);
	return {configuration: checkedConfiguration(asked, value, live), warnings: duplicateWarnings(asked, lines)};
}

function duplicateWarnings({query}: Asked, lines: readonly string[]): readonly string[] {
	if (lines.length > 0 && query.fieldValidation === 'Strict') {
		const errors = lines.map(line => `\n  ${line}`).join('');
		throw badRequest(`error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:${errors}`);
	}

	return query.fieldValidation === 'Warn' ? lines : [];
}

function checkedConfiguration(asked: Asked, value: Json, live: JsonObject | undefined): JsonObject {
	const {target} = asked;
	const {served, name} = target;
	if (!isObject(value)) {
		throw badRequest('invalid object type: /, Kind=');
	}

	if (textAt(value, 'kind') === undefined) {
		return value;
	}

	const named = withField(value, 'metadata', {
		...objectAt(value, 'metadata'),
		name: textAt(value, 'metadata', 'name') ?? textAt(live, 'metadata', 'name') ?? '',
	});
	checkName(asked, named);
	checkOwnNamespace(asked, named);
	const uid = textAt(named, 'metadata', 'uid') ?? '';
	if (live === undefined && uid !== '') {
		const why = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
		throw conflict(served.resource, name, why);
	}

	if (live !== undefined) {
		checkVersion(asked, live, named);
	}

	return named;
}

function withoutIdentity(object: JsonObject): JsonObject {
	const {resourceVersion: _, ...metadata} = objectAt(object, 'metadata') ?? {};
	return withField(object, 'metadata', metadata);
}
