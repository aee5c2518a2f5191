import type {Change, FieldChange} from '../model/change.ts';
import type {Json} from '../model/json.ts';
import {canonical} from '../plan/canonical.ts';

/** What somebody did to an object behind Git's back, and who, as far as the field managers tell. */
export function describeDrift(change: Change): string {
	if (change.op === 'create') {
		return 'is gone: somebody deleted it';
	}

	const shown = change.fields.slice(0, 3).map(describeField);
	const rest = change.fields.length - shown.length;
	return `drifted: ${shown.join('; ')}${rest > 0 ? `; and ${rest} more fields` : ''}`;
}

function describeField({path, before, after, managers}: FieldChange): string {
	const who = managers.length > 0 ? `, set by ${managers.join(', ')}` : '';
	return `${path} is ${short(before)}, Git says ${short(after)}${who}`;
}

function short(value: Json | undefined): string {
	if (value === undefined) {
		return 'absent';
	}

	const text = typeof value === 'string' ? value : canonical(value);
	return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
