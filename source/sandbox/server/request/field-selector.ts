import {type JsonObject, valueAt} from '../../objects/json.ts';
import {badRequest} from '../answer/refused.ts';
import type {Served} from '../registry.ts';

type Term = {readonly path: string; readonly isEqual: boolean; readonly value: string};

export type FieldSelector = readonly Term[];

// k8s.io/kubernetes: pkg/apis/*/v1/conversion.go and the strategies' ToSelectableFields.
const supported: Readonly<Record<string, readonly string[]>> = {
	pods: [
		'spec.nodeName',
		'spec.restartPolicy',
		'spec.schedulerName',
		'spec.serviceAccountName',
		'spec.hostNetwork',
		'status.phase',
		'status.podIP',
		'status.podIPs',
		'status.nominatedNodeName',
	],
	events: [
		'involvedObject.kind',
		'involvedObject.namespace',
		'involvedObject.name',
		'involvedObject.uid',
		'involvedObject.apiVersion',
		'involvedObject.resourceVersion',
		'involvedObject.fieldPath',
		'reason',
		'reportingComponent',
		'source',
		'type',
	],
	secrets: ['type'],
	namespaces: ['status.phase'],
	nodes: ['spec.unschedulable'],
	services: ['spec.clusterIP', 'spec.type'],
	replicationcontrollers: ['status.replicas'],
	'replicasets.apps': ['status.replicas'],
	'jobs.batch': ['status.successful'],
	'certificatesigningrequests.certificates.k8s.io': ['spec.signerName'],
};

/** Groups whose kinds translate field labels by hand say it in other words. */
const strict = new Set(Object.keys(supported));

/** Reads `a.b=c,d!=e`; throws a refusal for fields that the kind can't be selected by. */
export function readFieldSelector(text: string, {storage, selectable, isCustom}: Served): FieldSelector {
	const known = ['metadata.name', 'metadata.namespace', ...(supported[storage] ?? []), ...selectable];
	return text
		.split(',')
		.filter(part => part !== '')
		.map(part => {
			const [, path, sign, value] = /^([^=!]*)(==|=|!=)(.*)$/.exec(part) ?? [];
			if (path === undefined || sign === undefined || value === undefined) {
				throw badRequest(`invalid selector: '${text}'; can't understand '${part}'`);
			}

			if (!known.includes(path)) {
				throw badRequest(
					strict.has(storage) || isCustom
						? `field label not supported: ${path}`
						: `"${path}" is not a known field selector: only ${known.map(one => `"${one}"`).join(', ')}`,
				);
			}

			return {path, isEqual: sign !== '!=', value: value.replaceAll(/\\(.)/g, '$1')};
		});
}

export function matchesFields(selector: FieldSelector, object: JsonObject): boolean {
	return selector.every(({path, isEqual, value}) => (fieldOf(object, path) === value) === isEqual);
}

function fieldOf(object: JsonObject, path: string): string {
	const found = valueAt(object, ...(path === 'source' ? ['source', 'component'] : path.split('.')));
	if (found === undefined || found === null) {
		return ['spec.unschedulable', 'spec.hostNetwork'].includes(path)
			? 'false'
			: ['status.replicas', 'status.successful'].includes(path)
				? '0'
				: '';
	}

	return typeof found === 'object' ? '' : String(found);
}
