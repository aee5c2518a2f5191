import {apply} from '../../objects/apply.ts';
import {difference, emptySet, type FieldSet, intersection} from '../../objects/fields/field-set.ts';
import {isEmpty, type JsonObject, objectAt, textAt} from '../../objects/json.ts';
import {type Owner, type Owners, ownerName, ownersOf, withOwners} from '../../objects/managed-fields.ts';
import type {StructSchema} from '../../objects/schema.ts';
import {Refused, refusedFor} from '../answer/refused.ts';
import {readConfiguration} from './apply.ts';
import {type Asked, managerOf, timestamp} from './context.ts';

const apiVersion = 'autoscaling/v1';
const kind = {group: 'autoscaling', version: 'v1', kind: 'Scale'} as const;
const ofScale: FieldSet = {'f:spec': {'f:replicas': emptySet}};

export type Scaled = {
	readonly scale: JsonObject;
	readonly schema: StructSchema;
	/** Where the object has its replicas. */
	readonly path: readonly string[];
};

/** The object after a Scale was applied to it: its replicas and their owners, as apimachinery's ScaleHandler does it. */
export function scaledByApply(asked: Asked, live: JsonObject, {scale, schema, path}: Scaled) {
	const own = path.reduceRight<FieldSet>((set, field) => ({[`f:${field}`]: set}), emptySet);
	const owners = [...(ownersOf(live)?.values() ?? [])];
	const holding = owners.filter(owner => holds(owner, own));
	const before = withOwners(
		scale,
		byName(holding.map(({source: _, ...owner}) => ({...owner, apiVersion, fields: ofScale}))),
	);
	const {configuration} = readConfiguration(asked, before);
	const result = apply(before, configuration, {
		manager: managerOf(asked),
		subresource: 'scale',
		apiVersion,
		now: timestamp(asked.cluster.now()),
		schema,
		force: asked.query.isForced,
		kind,
	});
	if (result.kind === 'refused') {
		throw refusedFor(result.refusal, {...kind, name: asked.target.name});
	}

	if (asked.target.served.isCustom) {
		// So the real server does: it looks for the Scale among the versions of the custom resource.
		const why = `to proper version: request to convert CR to an invalid group/version: ${apiVersion}`;
		const message = `failed to convert new object (/${textAt(configuration, 'metadata', 'name')}; ${apiVersion}, Kind=Scale) ${why}`;
		throw new Refused({code: 500, reason: '', message});
	}

	const after = [...(ownersOf(result.object)?.values() ?? [])];
	return {
		replicas: objectAt(result.object, 'spec')?.replicas ?? 0,
		object: withOwners(live, byName(inObject({owners, after, own, apiVersion: asked.target.served.apiVersion}))),
	};
}

function byName(owners: readonly Owner[]): Owners {
	return new Map(owners.map(owner => [ownerName(owner), owner]));
}

function holds({fields}: Owner, own: FieldSet): boolean {
	return !isEmpty(intersection(fields, own));
}

function isSame(a: Owner, b: Owner): boolean {
	return a.manager === b.manager && a.operation === b.operation && a.subresource === b.subresource;
}

type Parts = {
	/** Of the object, before. */
	readonly owners: readonly Owner[];
	/** Of the Scale, now. */
	readonly after: readonly Owner[];
	/** The replicas, as fields of the object. */
	readonly own: FieldSet;
	/** The object's. */
	readonly apiVersion: string;
};

/** Who does not own the Scale's replicas any more loses the object's. */
function inObject({owners, after, own, apiVersion}: Parts): readonly Owner[] {
	const kept = owners.flatMap((owner): Owner[] => {
		if (!holds(owner, own) || after.some(other => isSame(owner, other))) {
			return [owner];
		}

		const fields = difference(owner.fields, own);
		return isEmpty(fields) ? [] : [{...owner, fields}];
	});
	const scaling = after.filter(owner => holds(owner, ofScale));
	const gained = scaling.filter(owner => !kept.some(other => isSame(owner, other)));
	return [...kept, ...gained.map(({source: _, ...owner}) => ({...owner, apiVersion, time: undefined, fields: own}))];
}
