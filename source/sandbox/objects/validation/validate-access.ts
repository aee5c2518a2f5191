import {isEmpty, type JsonObject, listAt, objectAt, textAt, withField} from '../json.ts';
import type {Cause} from '../refusal.ts';
import {invalidValue} from './field-errors.ts';

/** What is wrong with a review of access: pkg/apis/authorization/validation. */
export function accessCauses(review: JsonObject): readonly Cause[] {
	const spec = objectAt(review, 'spec') ?? {};
	return [
		...attributeCauses(spec),
		...(textAt(review, 'kind') === 'SelfSubjectAccessReview' ? [] : userCauses(spec)),
		...metadataCauses(review),
	];
}

function attributeCauses({resourceAttributes, nonResourceAttributes}: JsonObject): readonly Cause[] {
	if (resourceAttributes === undefined && nonResourceAttributes === undefined) {
		const detail = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
		return [invalidValue('spec.resourceAttributes', null, detail)];
	}

	if (resourceAttributes === undefined || nonResourceAttributes === undefined) {
		return [];
	}

	const [path, verb] = ['path', 'verb'].map(field => textAt(nonResourceAttributes, field) ?? '');
	const detail = 'cannot be specified in combination with resourceAttributes';
	return [invalidValue('spec.nonResourceAttributes', {Path: path ?? '', Verb: verb ?? ''}, detail)];
}

function userCauses(spec: JsonObject): readonly Cause[] {
	const isNobody = (textAt(spec, 'user') ?? '') === '' && listAt(spec, 'groups').length === 0;
	return isNobody ? [invalidValue('spec.user', '', 'at least one of user or group must be specified')] : [];
}

function metadataCauses(review: JsonObject): readonly Cause[] {
	const metadata = objectAt(review, 'metadata') ?? {};
	const {managedFields: _, namespace = '', ...rest} = metadata;
	const asked = textAt(review, 'spec', 'resourceAttributes', 'namespace') ?? '';
	const isElsewhere = textAt(review, 'kind') === 'LocalSubjectAccessReview' && asked !== namespace;
	return [
		...(isEmpty(rest) ? [] : [invalidValue('metadata', withField(metadata, 'namespace', undefined), 'must be empty')]),
		...(isElsewhere ? [invalidValue('spec.resourceAttributes.namespace', asked, 'must match metadata.namespace')] : []),
	];
}
