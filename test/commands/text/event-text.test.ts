import {expect, test} from 'vitest';
import {eventText} from '../../../source/commands/text/event-text.ts';
import type {Event} from '../../../source/model/event.ts';
import {createPaint} from '../../../source/text/paint.ts';
import {localTime} from '../../../source/text/time.ts';
import {created} from '../support/samples.ts';

const plain = createPaint(false);

// Whatever the zone of the machine is: the reader's clock.
const time = new Date(created.time).toTimeString().slice(0, 8);

function textOf(event: Omit<Event, 'time' | 'app'>): string {
	return eventText({time: created.time, app: 'web', ...event}, plain, {hasApp: false});
}

const resource = 'apps/Deployment/shop/web';

test.for<[string, Omit<Event, 'time' | 'app'>, string]>([
	['nothing twice', {kind: 'created', resource, message: 'Deployment shop/web created'}, 'created Deployment shop/web'],
	[
		'what is new',
		{kind: 'deleted', resource, message: 'Deployment shop/web deleted: gone from Git'},
		'deleted Deployment shop/web: gone from Git',
	],
	[
		'a sentence',
		{kind: 'waiting', resource, message: 'Deployment shop/web is Progressing'},
		'waiting Deployment shop/web is Progressing',
	],
	[
		'a message that leaves the object out',
		{kind: 'failed', resource, message: 'no quota'},
		'failed Deployment shop/web: no quota',
	],
	['an object alone', {kind: 'created', resource, message: ''}, 'created Deployment shop/web'],
	[
		'an object without a namespace',
		{kind: 'created', resource: '/Namespace//shop', message: ''},
		'created Namespace shop',
	],
	[
		'a name that only starts alike',
		{kind: 'failed', resource, message: 'Deployment shop/web-2 is in the way'},
		'failed Deployment shop/web: Deployment shop/web-2 is in the way',
	],
	['no object', {kind: 'fetched', message: 'commit 1a2b3c4 of main'}, 'fetched commit 1a2b3c4 of main'],
	['an end', {kind: 'finished', result: 'timed-out', message: 'after 5m'}, 'finished timed-out: after 5m'],
	['an end without a word', {kind: 'finished', result: 'succeeded', message: ''}, 'finished succeeded'],
	[
		'hostile names',
		{kind: 'created', resource: '/Secret/a\u001b[2J/b', message: 'x\ny\u0007'},
		'created Secret a\\u001b[2J/b: x y\\u0007',
	],
])('a line says %s', ([, event, expected]) => {
	expect(textOf(event)).toBe(`${time} ${expected}\n`);
});

test('where several applications are told of, the line names its own', () => {
	expect(eventText(created, plain, {hasApp: true})).toBe(`${time} web created Deployment shop/web\n`);
});

test('what is no time is shown as it is', () => {
	expect(localTime('later\u001b')).toBe('later\\u001b');
});
