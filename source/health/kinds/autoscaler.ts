import type {Health} from '../../model/health.ts';
import {type JsonObject, text} from '../../model/json.ts';
import {conditionOf, explain} from '../conditions.ts';
import {degraded, healthy, join, progressing} from '../status.ts';

const failures: Readonly<Record<'AbleToScale' | 'ScalingActive', readonly string[]>> = {
	AbleToScale: ['FailedGetScale', 'FailedUpdateScale'],
	ScalingActive: [
		'FailedGetResourceMetric',
		'FailedGetContainerResourceMetric',
		'FailedGetObjectMetric',
		'FailedGetPodsMetric',
		'FailedGetExternalMetric',
		'FailedComputeMetricsReplicas',
		'InvalidSelector',
	],
};

export function assessAutoscaler(body: JsonObject): Health {
	// Version 1 has no conditions.
	if (text(body, 'apiVersion') === 'autoscaling/v1') {
		return healthy;
	}

	const [able, active] = [conditionOf(body, 'AbleToScale'), conditionOf(body, 'ScalingActive')];
	if (failures.AbleToScale.includes(able.reason)) {
		return degraded(explain(able));
	}

	if (failures.ScalingActive.includes(active.reason)) {
		return degraded(explain(active));
	}

	const isScaling = able.status === 'True' || conditionOf(body, 'ScalingLimited').status === 'True';
	return isScaling ? healthy : progressing(join('not scaling yet', explain(able)));
}
