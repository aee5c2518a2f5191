import type {Event} from '../../model/event.ts';
import {describe} from '../../model/resource.ts';
import {escapeLine, oneLine} from '../../text/escape.ts';
import {eventColors, type Paint, resultColors} from '../../text/paint.ts';
import {clock} from '../../text/time.ts';

/** `12:03:04 created Deployment shop/web`; the application's name stands before the kind where several are told of. */
export function eventText(event: Event, paint: Paint, options: {readonly hasApp: boolean}): string {
	const {kind, app, result} = event;
	const words = [
		paint('dim', clock(event.time)),
		...(options.hasApp && app !== '' ? [escapeLine(app)] : []),
		paint(eventColors[kind], kind),
		...(result === undefined ? [] : [paint(resultColors[result], result)]),
	];
	const told = tellOf(event);
	return `${words.join(' ')}${result === undefined || told === '' ? '' : ':'}${told === '' ? '' : ` ${told}`}\n`;
}

// A message can be read by itself (`Deployment shop/web created`): what the line has said before is not said again.
function tellOf({kind, resource, message}: Event): string {
	const text = oneLine(message);
	const name = resource === undefined ? '' : escapeLine(describeKey(resource));
	const rest = without(without(text, name), kind);
	if (name === '' || rest === '') {
		return name + rest;
	}

	const isContinued = /^[:,;]/.test(rest);
	const isAbout = without(text, name) !== text;
	return `${name}${isContinued ? '' : isAbout ? ' ' : ': '}${rest}`;
}

function without(text: string, start: string): string {
	const isThere = start !== '' && text.startsWith(start) && /^(?:$|[\s:,;])/.test(text.slice(start.length));
	return isThere ? text.slice(start.length).trimStart() : text;
}

function describeKey(key: string): string {
	const [, kind, namespace, name] = key.split('/');
	return kind === undefined || namespace === undefined || name === undefined ? key : describe({kind, namespace, name});
}
