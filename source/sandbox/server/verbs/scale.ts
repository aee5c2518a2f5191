import {type Decoded, type DecodeOptions, decode} from '../../objects/decode.ts';
import {decodePatched} from '../../objects/decode-patched.ts';
import {
	type Json,
	type JsonObject,
	listAt,
	objectAt,
	textAt,
	valueAt,
	withField,
	withValueAt,
} from '../../objects/json.ts';
import {builtInSchema} from '../../objects/schema.ts';
import {jsonAnswer} from '../answer/answers.ts';
import {Refused, refusedFor} from '../answer/refused.ts';
import type {Answer} from '../handler.ts';
import type {Served} from '../registry.ts';
import {readBody} from '../request/body.ts';
import {keyOf, type Stored} from '../store/stored.ts';
import {checkPlace, checkSameObject} from './check.ts';
import {commitChange, inVersion} from './commit.ts';
import type {Asked} from './context.ts';
import {isApply, readPatch, runPatch} from './patch.ts';
import {findObject} from './read.ts';
import {type Scaled, scaledByApply} from './scale-apply.ts';
import {changeTo, prepareChange} from './update.ts';

type Paths = {
	readonly spec: readonly string[];
	readonly status: readonly string[];
	readonly selector: readonly string[];
};

/** The subresource scale: an object of its own that shows, and changes, the replicas of another. */
export function answerScale(asked: Asked): Answer {
	const stored = findObject(asked);
	const {served} = asked.target;
	const live = inVersion(served, stored);
	const scale = scaleOf(served, live);
	switch (asked.request.method) {
		case 'GET':
			checkReplicas(served, live);
			return jsonAnswer(200, JSON.stringify(scale));
		case 'PUT': {
			const {value, duplicates, lines} = readBody(asked.request, 'Scale');
			return change(asked, stored, decode(value, {...decodingOf(asked), duplicates, lines}));
		}

		default: {
			const decoding = decodingOf(asked);
			if (isApply(asked.request)) {
				return applyScale(asked, stored, {scale, schema: decoding.schema, path: pathsOf(served).spec});
			}

			const patch = readPatch(asked);
			const result = runPatch(scale, patch, decoding.schema);
			if (result.kind === 'refused') {
				throw refusedFor(result.refusal, {group: 'autoscaling', kind: 'Scale', name: asked.target.name});
			}

			return change(asked, stored, decodePatched(result.value, decoding, {type: patch.type, patch: patch.value}));
		}
	}
}

const scaleKind = {group: 'autoscaling', version: 'v1', kind: 'Scale'};

function decodingOf({target, query}: Asked): DecodeOptions {
	const schema = builtInSchema(scaleKind) ?? target.served.schema();
	return {schema, kind: scaleKind, fieldValidation: query.fieldValidation, custom: false};
}

function change(asked: Asked, stored: Stored, decoded: Decoded): Answer {
	const {served, name} = asked.target;
	const live = inVersion(served, stored);
	if (decoded.kind === 'refused') {
		throw refusedFor(decoded.refusal, {group: '', kind: '', name: ''});
	}

	const wanted = decoded.object;
	checkPlace(asked, wanted);
	const replicas = objectAt(wanted, 'spec')?.replicas ?? 0;
	if (typeof replicas !== 'number' || replicas < 0) {
		const message = `Invalid value: ${JSON.stringify(replicas)}: must be greater than or equal to 0`;
		const causes = [{reason: 'FieldValueInvalid', message, field: 'spec.replicas'}];
		const text = `Scale.autoscaling "${name}" is invalid: spec.replicas: ${message}`;
		throw refusedFor(
			{code: 422, reason: 'Invalid', message: text, causes},
			{group: 'autoscaling', kind: 'Scale', name},
		);
	}

	checkSameObject(asked, live, wanted);
	const object = withValueAt(live, pathsOf(served).spec, replicas);
	return answered(asked, changeTo(asked, stored, {object, warnings: []}), object);
}

function applyScale(asked: Asked, stored: Stored, scaled: Scaled): Answer {
	const live = inVersion(asked.target.served, stored);
	const {object, replicas} = scaledByApply(asked, live, scaled);
	const wanted = replicas === valueAt(live, ...scaled.path) ? object : withValueAt(object, scaled.path, replicas);
	const prepared = prepareChange(asked, live, wanted);
	return answered(asked, commitChange(asked, stored, {object: prepared, warnings: []}), prepared);
}

/** With the Scale of what became of the object. */
function answered({cluster, target, query}: Asked, answer: Answer, object: JsonObject): Answer {
	const {served, namespace, name} = target;
	if (answer.kind === 'stream' || answer.status >= 400) {
		return answer;
	}

	const after = query.isDryRun
		? object
		: latest(cluster.store.collection(served.storage).get(keyOf(namespace, name)), served);
	return jsonAnswer(200, JSON.stringify(scaleOf(served, after ?? object)));
}

function latest(stored: Stored | undefined, served: Served): JsonObject | undefined {
	return stored === undefined ? undefined : inVersion(served, stored);
}

function scaleOf(served: Served, object: JsonObject): JsonObject {
	const {spec, status, selector} = pathsOf(served);
	const metadata = objectAt(object, 'metadata') ?? {};
	const own = Object.fromEntries(
		['name', 'namespace', 'uid', 'resourceVersion', 'creationTimestamp'].flatMap(field => {
			const value = metadata[field];
			return value === undefined ? [] : [[field, value]];
		}),
	);
	const chosen = selector.length === 0 ? '' : selectorText(valueAt(object, ...selector));
	const shown = {replicas: valueAt(object, ...status) ?? 0};
	const replicas = valueAt(object, ...spec) ?? 0;
	return {
		kind: 'Scale',
		apiVersion: 'autoscaling/v1',
		metadata: own,
		// Go leaves out a zero here, and not below.
		spec: replicas === 0 ? {} : {replicas},
		status: chosen === '' ? shown : withField(shown, 'selector', chosen),
	};
}

/** Custom resources have no default for them; who only reads is told so. */
function checkReplicas(served: Served, object: JsonObject): void {
	if (served.scale !== undefined && valueAt(object, ...pathsOf(served).spec) === undefined) {
		const why = `the spec replicas field ${JSON.stringify(served.scale.specReplicasPath)} does not exist`;
		const message = `Internal error occurred: ${why}`;
		throw new Refused({code: 500, reason: 'InternalError', message, details: {causes: [{message: why}]}});
	}
}

function pathsOf({scale}: Served): Paths {
	const split = (path: string) => path.split('.').filter(part => part !== '');
	return scale === undefined
		? {spec: ['spec', 'replicas'], status: ['status', 'replicas'], selector: ['spec', 'selector']}
		: {
				spec: split(scale.specReplicasPath),
				status: split(scale.statusReplicasPath),
				selector: split(scale.labelSelectorPath),
			};
}

function selectorText(selector: Json | undefined): string {
	if (typeof selector === 'string') {
		return selector;
	}

	const labels =
		objectAt(selector, 'matchLabels') ?? (objectAt(selector)?.matchExpressions ? {} : objectAt(selector)) ?? {};
	const equal = Object.entries(labels).map(([key, value]) => `${key}=${String(value)}`);
	const others = listAt(selector, 'matchExpressions').map(one => {
		const key = textAt(one, 'key') ?? '';
		const values = listAt(one, 'values').join(',');
		switch (textAt(one, 'operator') ?? '') {
			case 'In':
				return `${key} in (${values})`;
			case 'NotIn':
				return `${key} notin (${values})`;
			case 'DoesNotExist':
				return `!${key}`;
			default:
				return key;
		}
	});
	return [...equal, ...others].sort().join(',');
}
