import type {Change, FieldChange} from '../model/change.ts';
import type {Json} from '../model/json.ts';
import {canonical} from '../plan/canonical.ts';

/** What somebody did to an object behind Git's back, and who, as far as the field managers tell. */
export function describeDrift(change: Change): string {
	return change.op === 'create' ? 'is gone: somebody deleted it' : `drifted: ${describeFields(change, 'is')}`;
}

/** The same when it is over. */
export function describeRepair(change: Change): string {
	switch (change.op) {
		case 'create':
			return 'healed: it was gone';
		case 'delete':
			return 'healed: it was left over, gone from Git';
		case 'update':
		case 'replace':
			return `healed: ${describeFields(change, 'was')}`;
	}
}

function describeFields({fields}: Change, verb: 'is' | 'was'): string {
	const shown = fields.slice(0, 3).map(field => describeField(field, verb));
	const rest = fields.length - shown.length;
	return `${shown.join('; ')}${rest > 0 ? `; and ${rest} more fields` : ''}`;
}

function describeField({path, before, after, managers}: FieldChange, verb: 'is' | 'was'): string {
	const who = managers.length > 0 ? `, set by ${managers.join(', ')}` : '';
	return `${path} ${verb} ${short(before)}, Git says ${short(after)}${who}`;
}

function short(value: Json | undefined): string {
	if (value === undefined) {
		return 'absent';
	}

	const text = typeof value === 'string' ? value : canonical(value);
	return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
