import {Refused} from '../answer/refused.ts';
import type {Request, User} from '../handler.ts';
import type {Asked} from './context.ts';

/** RBAC means nothing here: the admin may do everything, and others may not. */
export function isAllowed({role}: User): boolean {
	return role === 'admin';
}

/** Refuses a path that is about no object, and that tells nothing of what is served. */
export function checkPathAllowed({user, method, path}: Request): void {
	if (user !== undefined && !isAllowed(user)) {
		const verb = method.toLowerCase();
		const [pathname] = path.split('?', 1);
		const message = `forbidden: User "${user.name}" cannot ${verb} path "${pathname}"`;
		throw new Refused({code: 403, reason: 'Forbidden', message, details: {}});
	}
}

/** Refuses what the user may not do, before anything is said about the object. */
export function checkAllowed({request, target}: Asked, verb: string): void {
	const {user} = request;
	const {resource, storage} = target.served;
	// Everybody may ask who they are and what they may do.
	const isOwn = verb === 'create' && storage.startsWith('selfsubject');
	if (user === undefined || isOwn || isAllowed(user)) {
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
