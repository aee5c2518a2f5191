import {isIP} from 'node:net';
import {type JsonObject, listAt, textAt} from '../json.ts';
import type {Cause} from '../refusal.ts';
import {eachOf, invalidValue, oneOf, repeated, required} from './field-errors.ts';

export function validateEndpointSlice(object: JsonObject): readonly Cause[] {
	const type = textAt(object, 'addressType') ?? '';
	return [
		...(type === '' ? [required('addressType')] : oneOf('addressType', type, ['FQDN', 'IPv4', 'IPv6'])),
		...eachOf(object.endpoints, 'endpoints', (endpoint, path) => [
			...(listAt(endpoint, 'addresses').length === 0
				? [required(`${path}.addresses`, 'must contain at least 1 address')]
				: []),
			...listAt(endpoint, 'addresses').flatMap((address, index) =>
				addressCauses(type, String(address), `${path}.addresses[${index}]`),
			),
		]),
		...repeated(object.ports, 'ports', 'name'),
	];
}

function addressCauses(type: string, address: string, path: string): readonly Cause[] {
	return type === 'FQDN' || isIP(address) > 0
		? []
		: [invalidValue(path, address, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')];
}
