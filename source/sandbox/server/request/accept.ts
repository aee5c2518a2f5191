import {notAcceptable, type Refused} from '../answer/refused.ts';
import {flagOf} from './query.ts';

/** How objects are to be shown. */
export type Form =
	| {readonly kind: 'whole'}
	/** The metadata alone, of one object or of each of a list. */
	| {readonly kind: 'partial'; readonly of: 'object' | 'list'}
	| {readonly kind: 'table'; readonly include: 'None' | 'Metadata' | 'Object'};

type Range = {readonly type: string; readonly parameters: ReadonlyMap<string, string>};

const yamlType = 'application/yaml';
const jsonTypes = new Set(['', 'application/json', '*/*']);

/** The first of what is accepted that there is; throws a refusal where there is none. Lists can be watched, too. */
export function formOf(accept: string, parameters: URLSearchParams, isList: boolean): Form {
	if (accept === '' || accept === 'application/json') {
		return {kind: 'whole'};
	}

	for (const range of rangesOf(accept)) {
		const form = formOfRange(range, parameters.get('includeObject'));
		if (form !== undefined) {
			return form;
		}
	}

	const isOtherForm = rangesOf(accept).some(range => jsonTypes.has(range.type) && range.parameters.has('as'));
	throw isOtherForm ? onlyAccepted() : nothingAccepted(isList || flagOf(parameters, 'watch'));
}

/** Whether an answer is to be YAML. */
export function prefersYaml(accept: string): boolean {
	const known = accept === '' ? undefined : rangesOf(accept).find(({type}) => type === yamlType || jsonTypes.has(type));
	return known?.type === yamlType;
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

function formOfRange({type, parameters}: Range, includeObject: string | null): Form | undefined {
	if (type !== yamlType && !jsonTypes.has(type)) {
		return undefined;
	}

	switch (parameters.get('as')) {
		case undefined:
			return {kind: 'whole'};
		case 'PartialObjectMetadata':
			return parameters.get('v') === 'v1' ? {kind: 'partial', of: 'object'} : undefined;
		case 'PartialObjectMetadataList':
			return parameters.get('v') === 'v1' ? {kind: 'partial', of: 'list'} : undefined;
		case 'Table':
			return parameters.get('v') === 'v1' ? {kind: 'table', include: includeOf(includeObject)} : undefined;
		default:
			return undefined;
	}
}

function includeOf(text: string | null): 'None' | 'Metadata' | 'Object' {
	return text === 'None' || text === 'Object' ? text : 'Metadata';
}

const plain = ['application/json', yamlType, 'application/vnd.kubernetes.protobuf'];

/** Of a type that there is, in a form that there is not. */
function onlyAccepted(): Refused {
	return notAcceptable(`only the following media types are accepted: ${plain.join(', ')}`);
}

function nothingAccepted(isWatch: boolean): Refused {
	const streamed = ['application/json;stream=watch', 'application/vnd.kubernetes.protobuf;stream=watch'];
	const available = [...plain, ...(isWatch ? streamed : [])].join(', ');
	return notAcceptable(`406: Not Acceptable\n\nAvailable representations: ${available}`, {});
}
