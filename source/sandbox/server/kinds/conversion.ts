import type {Resource} from '../../objects/catalog.ts';
import {type Json, type JsonObject, objectAt, textAt} from '../../objects/json.ts';

/** How an object looks in another version than the one that is stored, where more than `apiVersion` differs. */
export type Conversion = {
	toStored(object: JsonObject): JsonObject;
	fromStored(object: JsonObject): JsonObject;
};

/** Where a kind that is served by two groups or versions is stored. */
type Home = {readonly storage: string; readonly apiVersion: string; readonly conversion?: Conversion | undefined};

/** Undefined for kinds that are stored as they are served. */
export function conversionOf({group, version, plural}: Resource): Home | undefined {
	switch (`${group}/${version}/${plural}`) {
		case 'events.k8s.io/v1/events':
			return {storage: 'events', apiVersion: 'v1', conversion: events};
		case 'autoscaling/v1/horizontalpodautoscalers':
			return {storage: 'horizontalpodautoscalers.autoscaling', apiVersion: 'autoscaling/v2', conversion: autoscalers};
		default:
			return undefined;
	}
}

type Names = readonly (readonly [own: string, stored: string])[];

// k8s.io/kubernetes/pkg/apis/events/v1/conversion.go
const eventNames: Names = [
	['regarding', 'involvedObject'],
	['note', 'message'],
	['deprecatedSource', 'source'],
	['deprecatedFirstTimestamp', 'firstTimestamp'],
	['deprecatedLastTimestamp', 'lastTimestamp'],
	['deprecatedCount', 'count'],
	['reportingController', 'reportingComponent'],
];

const events: Conversion = {
	toStored: object => ({...renamed(object, eventNames), apiVersion: 'v1'}),
	fromStored: object => ({
		...Object.fromEntries(
			Object.entries(
				renamed(
					object,
					eventNames.map(([own, stored]) => [stored, own] as const),
				),
			).filter(([, value]) => value !== ''),
		),
		apiVersion: 'events.k8s.io/v1',
	}),
};

function renamed(object: JsonObject, names: Names): JsonObject {
	const map = new Map(names);
	return Object.fromEntries(Object.entries(object).map(([field, value]) => [map.get(field) ?? field, value]));
}

/** Version 1 knows one metric, the use of CPU. */
const autoscalers: Conversion = {
	toStored(object) {
		const {targetCPUUtilizationPercentage: target, ...spec} = objectAt(object, 'spec') ?? {};
		const metrics: Json = target === undefined ? [] : [cpuMetric(target)];
		return {...object, apiVersion: 'autoscaling/v2', spec: {...spec, ...(metrics.length > 0 && {metrics})}};
	},
	fromStored(object) {
		const {metrics = [], behavior: _, ...spec} = objectAt(object, 'spec') ?? {};
		const cpu = (Array.isArray(metrics) ? metrics : []).find(metric => textAt(metric, 'resource', 'name') === 'cpu');
		const target = objectAt(cpu, 'resource', 'target')?.averageUtilization;
		const own = {...spec, ...(target !== undefined && {targetCPUUtilizationPercentage: target})};
		return {...object, apiVersion: 'autoscaling/v1', spec: own};
	},
};

function cpuMetric(averageUtilization: Json): Json {
	return {type: 'Resource', resource: {name: 'cpu', target: {type: 'Utilization', averageUtilization}}};
}
