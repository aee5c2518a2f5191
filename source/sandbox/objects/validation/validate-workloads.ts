import {isEmpty, isObject, type Json, type JsonObject, listAt, objectAt, textAt} from '../json.ts';
import type {Cause} from '../refusal.ts';
import {forbidden, invalidValue, notNegative, oneOf, required, unsupported} from './field-errors.ts';
import {restartPolicies, validatePodSpec} from './validate-pod.ts';
import {selectorCauses, validateWorkloadSelector} from './validate-selector.ts';

type Rule = (object: JsonObject) => readonly Cause[];

/** Kinds that run Pods, by `group/Kind`: pkg/apis/apps/validation and pkg/apis/batch/validation, what people meet of them. */
export const workloadRules: Readonly<Record<string, Rule>> = {
	'/Pod': object => validatePodSpec(specOf(object), 'spec'),
	'/PodTemplate': object => validatePodSpec(objectAt(object, 'template', 'spec') ?? {}, 'template.spec'),
	'apps/Deployment': object => [
		...workload(object, 'deployment'),
		...deploymentStrategy(specOf(object)),
		...counts(specOf(object), ['replicas', 'minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds']),
		...deadline(specOf(object)),
	],
	'apps/ReplicaSet': object => [
		...workload(object, 'replicaset'),
		...counts(specOf(object), ['replicas', 'minReadySeconds']),
	],
	'apps/DaemonSet': object => [
		...workload(object, 'daemonset'),
		...updateStrategy(specOf(object)),
		...counts(specOf(object), ['minReadySeconds', 'revisionHistoryLimit']),
	],
	'apps/StatefulSet': object => [
		...workload(object, 'statefulset'),
		...oneOf('spec.podManagementPolicy', specOf(object).podManagementPolicy, ['OrderedReady', 'Parallel']),
		...updateStrategy(specOf(object)),
		...counts(specOf(object), ['replicas', 'minReadySeconds', 'revisionHistoryLimit']),
	],
	'batch/Job': job,
	'batch/CronJob': cronJob,
};

function specOf(object: JsonObject): JsonObject {
	return objectAt(object, 'spec') ?? {};
}

function counts(spec: JsonObject, fields: readonly string[]): readonly Cause[] {
	return fields.flatMap(field => notNegative(`spec.${field}`, spec[field]));
}

function workload(object: JsonObject, kind: string): readonly Cause[] {
	const spec = specOf(object);
	const template = objectAt(spec, 'template', 'spec') ?? {};
	const policy = textAt(template, 'restartPolicy');
	const path = 'spec.template.spec';
	return [
		...validateWorkloadSelector(spec, kind),
		...validatePodSpec(withClaims(template, spec), path),
		...(policy === undefined || policy === 'Always' ? [] : [unsupported(`${path}.restartPolicy`, policy, ['Always'])]),
	];
}

/** The volumes of a StatefulSet's claims are there too when its pods are made. */
function withClaims(template: JsonObject, spec: JsonObject): JsonObject {
	const own = listAt(template, 'volumes');
	const names = listAt(spec, 'volumeClaimTemplates').map(claim => textAt(claim, 'metadata', 'name') ?? '');
	const added = names.filter(name => !own.some(volume => textAt(volume, 'name') === name));
	return added.length === 0 ? template : {...template, volumes: [...own, ...added.map(name => ({name, emptyDir: {}}))]};
}

function deploymentStrategy(spec: JsonObject): readonly Cause[] {
	const strategy = objectAt(spec, 'strategy') ?? {};
	const rolling = objectAt(strategy, 'rollingUpdate');
	const path = 'spec.strategy.rollingUpdate';
	switch (textAt(strategy, 'type') ?? '') {
		case 'Recreate':
			return rolling === undefined ? [] : [forbidden(path, "may not be specified when strategy `type` is 'Recreate'")];
		case 'RollingUpdate':
			return rolling === undefined ? [required(path)] : rollingUpdate(rolling, path);
		default:
			return [
				unsupported('spec.strategy', {Type: strategy.type ?? '', RollingUpdate: rolling ?? null}, [
					'Recreate',
					'RollingUpdate',
				]),
			];
	}
}

function rollingUpdate({maxSurge, maxUnavailable}: JsonObject, path: string): readonly Cause[] {
	const detail = 'may not be 0 when `maxSurge` is 0';
	const areZero = isZero(maxSurge) && isZero(maxUnavailable);
	return [
		...share(`${path}.maxUnavailable`, maxUnavailable),
		...share(`${path}.maxSurge`, maxSurge),
		...(areZero ? [invalidValue(`${path}.maxUnavailable`, maxUnavailable, detail)] : []),
	];
}

function isZero(value: Json | undefined): boolean {
	return value === 0 || value === '0%';
}

/** A number of Pods or a percentage of them. */
export function share(field: string, value: Json | undefined): readonly Cause[] {
	if (typeof value !== 'string' || /^[0-9]+%$/.test(value)) {
		return notNegative(field, value);
	}

	const detail =
		"a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";
	return [invalidValue(field, value, detail)];
}

function deadline({progressDeadlineSeconds: deadline, minReadySeconds: ready = 0}: JsonObject): readonly Cause[] {
	return typeof deadline === 'number' && typeof ready === 'number' && deadline <= ready
		? [invalidValue('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds')]
		: [];
}

function updateStrategy(spec: JsonObject): readonly Cause[] {
	const type = textAt(spec, 'updateStrategy', 'type');
	return type === 'RollingUpdate' || type === 'OnDelete'
		? []
		: [unsupported('spec.updateStrategy', {Type: type ?? '', RollingUpdate: null}, ['RollingUpdate', 'OnDelete'])];
}

function job(object: JsonObject): readonly Cause[] {
	const spec = specOf(object);
	return [...generatedSelector(object, spec), ...jobSpec(spec, 'spec')];
}

const uidLabel = 'batch.kubernetes.io/controller-uid';

function generatedSelector(object: JsonObject, spec: JsonObject): readonly Cause[] {
	const selector = objectAt(spec, 'selector') ?? {};
	const labels = objectAt(selector, 'matchLabels') ?? {};
	const uid = textAt(object, 'metadata', 'uid');
	const isGenerated =
		Object.keys(labels).length === 1 && (labels[uidLabel] === uid || labels['controller-uid'] === uid);
	const own =
		spec.manualSelector === true || isGenerated || isEmpty(selector)
			? []
			: [invalidValue('spec.selector', selector, '`selector` not auto-generated')];
	const causes = isEmpty(selector) ? [] : validateWorkloadSelector(spec, 'job');
	return [...own, ...causes];
}

function jobSpec(spec: JsonObject, path: string): readonly Cause[] {
	const template = objectAt(spec, 'template', 'spec') ?? {};
	const place = `${path}.template.spec`;
	const policy = textAt(template, 'restartPolicy') ?? '';
	const amounts = ['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished'];
	return [
		...amounts.flatMap(field => notNegative(`${path}.${field}`, spec[field])),
		...oneOf(`${path}.completionMode`, spec.completionMode, ['Indexed', 'NonIndexed']),
		...validatePodSpec(template, place),
		...jobPolicy(policy, `${place}.restartPolicy`),
	];
}

function jobPolicy(policy: string, field: string): readonly Cause[] {
	if (policy === 'OnFailure' || policy === 'Never') {
		return [];
	}

	const detail = 'valid values: "OnFailure", "Never"';
	return [
		policy === '' || restartPolicies.includes(policy)
			? required(field, detail)
			: unsupported(field, policy, ['OnFailure', 'Never']),
	];
}

function cronJob(object: JsonObject): readonly Cause[] {
	const spec = specOf(object);
	const schedule = textAt(spec, 'schedule') ?? '';
	const template = objectAt(spec, 'jobTemplate', 'spec') ?? {};
	return [
		...(schedule === '' ? [required('spec.schedule')] : scheduleCauses(schedule)),
		...timeZoneCauses(spec.timeZone),
		...oneOf('spec.concurrencyPolicy', spec.concurrencyPolicy, ['Allow', 'Forbid', 'Replace']),
		...counts(spec, ['startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit']),
		...jobSpec(template, 'spec.jobTemplate.spec'),
		...(isObject(template.selector) ? selectorCauses(template.selector, 'spec.jobTemplate.spec.selector') : []),
	];
}

function timeZoneCauses(zone: Json | undefined): readonly Cause[] {
	const field = 'spec.timeZone';
	if (typeof zone !== 'string') {
		return [];
	}

	if (zone === '') {
		return [invalidValue(field, zone, 'timeZone must be nil or non-empty string')];
	}

	const detail = 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones';
	return [
		...(zone.toLowerCase() === 'local' ? [invalidValue(field, zone, detail)] : []),
		...(isTimeZone(zone) ? [] : [invalidValue(field, zone, `unknown time zone ${zone}`)]),
	];
}

function isTimeZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en', {timeZone: name});
		return true;
	} catch {
		return false;
	}
}

function scheduleCauses(schedule: string): readonly Cause[] {
	const fields = schedule.trim().split(/\s+/);
	return schedule.startsWith('@') || fields.length === 5
		? []
		: [
				invalidValue(
					'spec.schedule',
					schedule,
					`expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`,
				),
			];
}
