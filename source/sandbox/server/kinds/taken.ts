import {type Json, type JsonObject, listAt, objectAt, textAt} from '../../objects/json.ts';
import type {Cause} from '../../objects/refusal.ts';
import {type Allocator, firstPort, ports} from './service.ts';

const reason = 'FieldValueInvalid';

/** What a Service asks for that others have, or that nobody can have. */
export function takenCauses(
	allocator: Allocator,
	service: JsonObject,
	before: JsonObject | undefined,
): readonly Cause[] {
	return [...addressCauses(allocator, service, before), ...portCauses(allocator, service, before)];
}

function addressCauses(allocator: Allocator, service: JsonObject, before: JsonObject | undefined): readonly Cause[] {
	const address = textAt(service, 'spec', 'clusterIP') ?? '';
	// One that is set may not be changed at all: that is said by validation.
	const isKept = (textAt(before, 'spec', 'clusterIP') ?? '') !== '';
	const why = isKept || address === '' || address === 'None' ? undefined : whyNot(allocator, address);
	const message = `Invalid value: ["${address}"]: failed to allocate IP ${address}: ${why}`;
	return why === undefined ? [] : [{reason, message, field: 'spec.clusterIPs'}];
}

function whyNot(allocator: Allocator, address: string): string | undefined {
	if (!address.startsWith('10.96.')) {
		return 'the provided network does not match the current range';
	}

	return allocator.hasAddress(address) ? 'provided IP is already allocated' : undefined;
}

function portCauses(allocator: Allocator, service: JsonObject, before: JsonObject | undefined): readonly Cause[] {
	const own = new Set(listAt(before, 'spec', 'ports').map(port => objectAt(port)?.nodePort));
	const seen = new Set<Json>();
	return listAt(service, 'spec', 'ports').flatMap((port, index) => {
		const number = objectAt(port)?.nodePort;
		if (typeof number !== 'number' || number === 0 || own.has(number)) {
			return [];
		}

		const detail = whyNotPort(number, allocator.hasPort(number) || seen.has(number));
		seen.add(number);
		const field = `spec.ports[${index}].nodePort`;
		return detail === undefined ? [] : [{reason, message: `Invalid value: ${number}: ${detail}`, field}];
	});
}

function whyNotPort(number: number, isTaken: boolean): string | undefined {
	const last = firstPort + ports - 1;
	if (number < firstPort || number > last) {
		return `provided port is not in the valid range. The range of valid ports is ${firstPort}-${last}`;
	}

	return isTaken ? 'provided port is already allocated' : undefined;
}
