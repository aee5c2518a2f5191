import type {Place} from './place.ts';
import type {Binding, Screen} from './screen.ts';
import {Applications} from './screens/applications.ts';
import {Begin} from './screens/begin.ts';
import {Contexts} from './screens/contexts.ts';
import {createEvents} from './screens/events.ts';
import {Form} from './screens/form.ts';
import {Help} from './screens/help.ts';
import {createHistory} from './screens/history.ts';
import {Logs} from './screens/logs.ts';
import {Notice} from './screens/notice.ts';
import {ObjectScreen} from './screens/object.ts';
import {createOperation} from './screens/operation.ts';
import {createRender} from './screens/render.ts';
import {Resources} from './screens/resources.ts';
import {Review} from './screens/review.ts';
import {Stream} from './screens/stream.ts';
import {Switches} from './screens/switches.ts';

/** The screen of a place. `around` is what can be done where the person comes from: the help explains it. */
export function createScreen(place: Place, around: readonly Binding[]): Screen {
	switch (place.kind) {
		case 'applications':
			return new Applications();
		case 'stream':
			return new Stream(place.app);
		case 'contexts':
			return new Contexts();
		case 'begin':
			return new Begin();
		case 'notice':
			return new Notice(place);
		case 'resources':
			return new Resources(place.app);
		case 'review':
			return new Review(place);
		case 'switches':
			return new Switches(place.app);
		case 'form':
			return new Form();
		case 'render':
			return createRender(place.app);
		case 'object':
			return new ObjectScreen(place.app, place.id);
		case 'events':
			return createEvents(place.app, place.id);
		case 'logs':
			return new Logs(place.app, place.id);
		case 'history':
			return createHistory(place.app);
		case 'operation':
			return createOperation(place.app, place.operation);
		case 'help':
			return new Help(around);
	}
}
