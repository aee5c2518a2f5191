import type {Event, Report} from '../model/event.ts';
import {describe, keyOf, type ResourceId} from '../model/resource.ts';

/** Reports about one application; a resource goes into the message too, as people name it. */
export type Tell = (event: Omit<Event, 'time' | 'app' | 'resource'> & {readonly resource?: ResourceId}) => void;

export function tellAbout(app: string, report: Report): Tell {
	return ({resource, message, ...event}) =>
		report({
			...event,
			app,
			message: resource ? `${describe(resource)}${message === '' ? '' : ` ${message}`}` : message,
			...(resource ? {resource: keyOf(resource)} : {}),
		});
}
