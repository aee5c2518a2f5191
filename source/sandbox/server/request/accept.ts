import {Refused} from '../answer/refused.ts';

/** How an answer about objects is to be written. */
export type Form =
	| {readonly kind: 'json' | 'yaml' | 'partial'}
	| {readonly kind: 'table'; readonly include: 'None' | 'Metadata' | 'Object'};

type Range = {readonly type: string; readonly parameters: ReadonlyMap<string, string>};

const jsonTypes = new Set(['', 'application/json', '*/*', 'application/*']);

/** The first of what is accepted that there is; throws a refusal where there is none. */
export function formOf(accept: string, includeObject: string | null): Form {
	if (accept === '' || accept === 'application/json') {
		return {kind: 'json'};
	}

	for (const {type, parameters} of rangesOf(accept)) {
		const form = formOfRange(type, parameters, includeObject);
		if (form !== undefined) {
			return form;
		}
	}

	throw notAcceptable();
}

/** Whether aggregated discovery is accepted, and in which version of it. */
export function discoveryVersion(accept: string): 'v2' | 'v2beta1' | undefined {
	for (const {type, parameters} of rangesOf(accept)) {
		const version = parameters.get('v');
		const isAggregated = parameters.get('as') === 'APIGroupDiscoveryList';
		if (jsonTypes.has(type) && isAggregated && (version === 'v2' || version === 'v2beta1')) {
			return version;
		}

		if (jsonTypes.has(type) && !isAggregated) {
			return undefined;
		}
	}

	return undefined;
}

function rangesOf(accept: string): readonly Range[] {
	return accept.split(',').map(range => {
		const [type = '', ...parameters] = range.split(';').map(part => part.trim());
		const pairs = parameters.map(parameter => parameter.split('='));
		return {type, parameters: new Map(pairs.map(([name = '', value = '']) => [name, value]))};
	});
}

function formOfRange(type: string, parameters: Range['parameters'], includeObject: string | null): Form | undefined {
	if (type === 'application/yaml') {
		return parameters.has('as') ? undefined : {kind: 'yaml'};
	}

	if (!jsonTypes.has(type)) {
		return undefined;
	}

	switch (parameters.get('as')) {
		case undefined:
			return {kind: 'json'};
		case 'PartialObjectMetadata':
		case 'PartialObjectMetadataList':
			return parameters.get('v') === 'v1' ? {kind: 'partial'} : undefined;
		case 'Table':
			return parameters.get('v') === 'v1' ? {kind: 'table', include: includeOf(includeObject)} : undefined;
		default:
			return undefined;
	}
}

function includeOf(text: string | null): 'None' | 'Metadata' | 'Object' {
	return text === 'None' || text === 'Object' ? text : 'Metadata';
}

function notAcceptable(): Refused {
	const available = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';
	const message = `406: Not Acceptable\n\nAvailable representations: ${available}`;
	return new Refused({code: 406, reason: 'NotAcceptable', message, details: {}});
}
