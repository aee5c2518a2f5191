import {type ApplyOptions, apply} from '../../../../source/sandbox/objects/apply.ts';
import {builtInResources} from '../../../../source/sandbox/objects/catalog.ts';
import {type Decoded, decode} from '../../../../source/sandbox/objects/decode.ts';
import {decodePatched} from '../../../../source/sandbox/objects/decode-patched.ts';
import {applyDefaults} from '../../../../source/sandbox/objects/defaults.ts';
import {type Json, type JsonObject, objectAt, textAt} from '../../../../source/sandbox/objects/json.ts';
import {jsonPatch} from '../../../../source/sandbox/objects/json-patch.ts';
import {keepTimes} from '../../../../source/sandbox/objects/managed-fields.ts';
import {mergePatch} from '../../../../source/sandbox/objects/merge-patch.ts';
import {invalid, type Refusal} from '../../../../source/sandbox/objects/refusal.ts';
import {builtInSchema, type KindName} from '../../../../source/sandbox/objects/schema.ts';
import {strategicMergePatch} from '../../../../source/sandbox/objects/strategic-merge-patch.ts';
import {
	prepareCreate,
	prepareUpdate,
	resetFields,
	type UpdateFacts,
} from '../../../../source/sandbox/objects/strategy.ts';
import {structuralSchema} from '../../../../source/sandbox/objects/structural.ts';
import {trackUpdate} from '../../../../source/sandbox/objects/track.ts';
import {validateCreate, validateUpdate} from '../../../../source/sandbox/objects/validate.ts';
import {thingSchema} from './thing.ts';

export type Request = {
	readonly verb: 'create' | 'update' | 'apply' | 'json' | 'merge' | 'smp';
	readonly manager: string;
	readonly body: Json;
	readonly force: boolean;
	readonly subresource: string;
	readonly fieldValidation: 'Ignore' | 'Strict';
};

export type Answer =
	| {readonly kind: 'stored'; readonly object: JsonObject; readonly isChanged: boolean}
	| {readonly kind: 'refused'; readonly refusal: Refusal};

type Known = UpdateFacts & {readonly namespaced: boolean};

/** One object and what requests do to it: the functions in the order in which a server calls them. */
export class SmallServer {
	readonly #kind: KindName;
	readonly #now: string;
	#live: JsonObject | undefined;
	#version = 0;

	constructor(apiVersion: string, kind: string, now = '2026-01-01T00:00:00Z') {
		const [version = '', group = ''] = apiVersion.split('/').reverse();
		this.#kind = {group, version, kind};
		this.#now = now;
	}

	answer(request: Request): Answer {
		const facts = {...this.#facts(), subresource: request.subresource};
		const ignored = resetFields(facts, `${this.#kind.group}/${this.#kind.kind}`);
		const options: ApplyOptions = {
			manager: request.manager,
			subresource: request.subresource,
			apiVersion: this.#kind.group === '' ? this.#kind.version : `${this.#kind.group}/${this.#kind.version}`,
			now: this.#now,
			schema: this.#schema(),
			force: request.force,
			kind: this.#kind,
			...(ignored === undefined ? {} : {ignored}),
		};
		const wanted = request.verb === 'apply' ? this.#applied(request, options) : this.#written(request, options);
		return wanted.kind === 'refused' ? wanted : this.#store(wanted.object, facts);
	}

	#facts() {
		const resource = builtInResources().find(({group, kind}) => group === this.#kind.group && kind === this.#kind.kind);
		return {
			hasStatus: resource === undefined || resource.subresources.some(({name}) => name === 'status'),
			custom: resource === undefined,
			namespaced: resource === undefined || resource.namespaced,
		};
	}

	#schema() {
		return builtInSchema(this.#kind) ?? structuralSchema(thingSchema);
	}

	#applied({body}: Request, options: ApplyOptions): Decoded {
		const result = apply(this.#live, objectAt(body) ?? {}, options);
		return result.kind === 'refused'
			? result
			: {kind: 'decoded', object: applyDefaults(result.object, options.schema), warnings: []};
	}

	#written(request: Request, options: ApplyOptions): Decoded {
		const decoded = this.#decoded(request);
		return decoded.kind === 'refused'
			? decoded
			: {...decoded, object: trackUpdate(this.#live, applyDefaults(decoded.object, options.schema), options)};
	}

	#decoded({verb, body, fieldValidation}: Request): Decoded {
		const options = {schema: this.#schema(), kind: this.#kind, fieldValidation, custom: this.#facts().custom};
		if (verb === 'create' || verb === 'update' || verb === 'apply') {
			return decode(body, options);
		}

		const live = this.#live ?? {};
		const patched =
			verb === 'json'
				? jsonPatch(live, body)
				: verb === 'merge'
					? mergePatch(live, body)
					: strategicMergePatch(live, body, options.schema);
		return patched.kind === 'refused'
			? patched
			: decodePatched(patched.value, options, {type: verb === 'smp' ? 'strategic' : verb, patch: body});
	}

	#store(wanted: JsonObject, facts: Known): Answer {
		const before = this.#live;
		const object =
			before === undefined ? prepareCreate(this.#named(wanted, facts), facts) : prepareUpdate(before, wanted, facts);
		const causes =
			before === undefined ? validateCreate(object, this.#schema()) : validateUpdate(before, object, this.#schema());
		if (causes.length > 0) {
			const subject = {...this.#kind, name: textAt(object, 'metadata', 'name') ?? ''};
			return {kind: 'refused', refusal: invalid(subject, causes)};
		}

		const kept = before === undefined ? object : keepTimes(before, object);
		const isChanged = kept !== before;
		this.#version += 1;
		const metadata = {...objectAt(kept, 'metadata'), resourceVersion: String(this.#version)};
		this.#live = isChanged ? {...kept, metadata} : kept;
		return {kind: 'stored', object: this.#live, isChanged};
	}

	#named(wanted: JsonObject, {namespaced}: {readonly namespaced: boolean}): JsonObject {
		const place = namespaced ? {namespace: 'default'} : {};
		return {
			...wanted,
			metadata: {...objectAt(wanted, 'metadata'), ...place, uid: 'the-uid', creationTimestamp: this.#now},
		};
	}
}
