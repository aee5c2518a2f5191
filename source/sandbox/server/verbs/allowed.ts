import {Refused} from '../answer/refused.ts';
import type {User} from '../handler.ts';
import type {Asked} from './context.ts';

const reading = new Set(['get', 'list', 'watch']);

/** The admin may do everything, a viewer may read. */
export function isAllowed({role}: User, verb: string): boolean {
	return role === 'admin' || reading.has(verb);
}

/** Refuses what the user may not do, before anything is said about the object. */
export function checkAllowed({request, target}: Asked, verb: string): void {
	const {user} = request;
	const {resource, storage} = target.served;
	// Everybody may ask who they are and what they may do.
	const isOwn = verb === 'create' && storage.startsWith('selfsubject');
	if (user === undefined || isOwn || isAllowed(user, verb)) {
		return;
	}

	const {group, plural} = resource;
	const {name, namespace, subresource} = target;
	const part = subresource === '' ? plural : `${plural}/${subresource}`;
	const qualified = group === '' ? plural : `${plural}.${group}`;
	const place = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`;
	const who = `User "${user.name}" cannot ${verb} resource "${part}" in API group "${group}" ${place}`;
	throw new Refused({
		code: 403,
		reason: 'Forbidden',
		message: `${qualified}${name === '' ? '' : ` "${name}"`} is forbidden: ${who}`,
		details: {...(name !== '' && {name}), ...(group !== '' && {group}), kind: plural},
	});
}
