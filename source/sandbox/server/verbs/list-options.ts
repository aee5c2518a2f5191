import type {Cause} from '../../objects/refusal.ts';
import {invalidOptions} from '../answer/refused.ts';
import type {Query} from '../request/query.ts';

type Options = {
	readonly match: string;
	readonly version: string;
	readonly hasContinue: boolean;
	readonly hasInitial: boolean;
};

/** After k8s.io/apimachinery/pkg/apis/meta/internalversion/validation: all that is wrong is said at once. */
export function checkListOptions({parameters}: Query, verb: 'list' | 'watch'): void {
	const options: Options = {
		match: parameters.get('resourceVersionMatch') ?? '',
		version: parameters.get('resourceVersion') ?? '',
		hasContinue: (parameters.get('continue') ?? '') !== '',
		hasInitial: parameters.has('sendInitialEvents'),
	};
	const causes = verb === 'watch' ? causesOfWatch(options) : causesOfList(options);
	if (causes.length > 0) {
		throw invalidOptions('ListOptions', ...causes);
	}
}

const withContinue = 'resourceVersionMatch is forbidden when continue is provided';

function causesOfList({match, version, hasContinue, hasInitial}: Options): readonly Cause[] {
	const ofMatch = [
		...forbiddenIf(version === '', 'resourceVersionMatch is forbidden unless resourceVersion is provided'),
		...forbiddenIf(hasContinue, withContinue),
		...unsupportedUnless(['Exact', 'NotOlderThan', ''], match),
		...forbiddenIf(
			match === 'Exact' && version === '0',
			'resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
		),
	];
	return [
		...(match === '' ? [] : ofMatch),
		...forbiddenIf(hasInitial, 'sendInitialEvents is forbidden for list', 'sendInitialEvents'),
	];
}

function causesOfWatch({match, hasContinue, hasInitial}: Options): readonly Cause[] {
	return [
		...forbiddenIf(
			hasInitial && match !== 'NotOlderThan',
			'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
		),
		...forbiddenIf(
			!hasInitial && match !== '',
			'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
		),
		...(match === '' ? [] : unsupportedUnless(['NotOlderThan'], match)),
		...forbiddenIf(hasContinue, withContinue),
	];
}

function forbiddenIf(isWrong: boolean, why: string, field = 'resourceVersionMatch'): readonly Cause[] {
	return isWrong ? [{reason: 'FieldValueForbidden', message: `Forbidden: ${why}`, field}] : [];
}

function unsupportedUnless(supported: readonly string[], match: string): readonly Cause[] {
	const values = supported.map(value => JSON.stringify(value)).join(', ');
	const message = `Unsupported value: ${JSON.stringify(match)}: supported values: ${values}`;
	const field = 'resourceVersionMatch';
	return supported.includes(match) ? [] : [{reason: 'FieldValueNotSupported', message, field}];
}
