import type {JsonObject} from '../../source/model/json.ts';
import {inNamespace} from './sequence.ts';

/** No controller looks at a PodTemplate, and it has all that a Deployment's pods have. */
export const podTemplatePath = inNamespace('v1', 'podtemplates', 'a');

/** The PodTemplate `a` as clients send it. */
export function pod(spec: JsonObject): JsonObject {
	return {apiVersion: 'v1', kind: 'PodTemplate', metadata: {name: 'a'}, template: {spec}};
}

/** That, of one container `main`. */
export function mainContainer(container: JsonObject, more: JsonObject = {}): JsonObject {
	return pod({containers: [{name: 'main', image: 'x', ...container}], ...more});
}

export const servicePath = inNamespace('v1', 'services', 'a');

/** The Service `a`: without a selector, no controller looks at it. */
export function service(spec: JsonObject): JsonObject {
	return {apiVersion: 'v1', kind: 'Service', metadata: {name: 'a'}, spec};
}
