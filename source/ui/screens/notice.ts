import {type Line, line} from '../line.ts';
import type {Place} from '../place.ts';
import type {Binding, Screen} from '../screen.ts';

type NoticePlace = Extract<Place, {kind: 'notice'}>;

/** A text over what is there, until a key closes it. */
export class Notice implements Screen {
	readonly place: NoticePlace;
	readonly crumb: string;
	readonly isOverlay = true;
	readonly bindings: readonly Binding[] = [
		{keys: ['enter', 'space'], hint: 'close', help: 'close', run: () => [{kind: 'back'}]},
	];

	constructor(place: NoticePlace) {
		this.place = place;
		this.crumb = place.title.toLowerCase();
	}

	asks(): readonly never[] {
		return [];
	}

	title(): Line {
		return line(this.place.title);
	}

	lines(): readonly Line[] {
		return [...this.place.lines.map(text => line(text)), line(''), line(['key', 'Enter'], ' closes')];
	}
}
