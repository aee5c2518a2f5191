import type {Binding, Effect, Scene} from './screen.ts';

/** A cursor in a list that changes under it: it stays with what it is on, not with a line number. */
export class Cursor {
	#id = '';
	#index = 0;
	#top = 0;
	#isMoved = false;

	/** The one that the cursor is on. */
	get id(): string {
		return this.#id;
	}

	set id(id: string) {
		this.#id = id;
	}

	/** Finds its place among these, and which of them are in sight. What was selected and is gone leaves its neighbour. */
	settle(ids: readonly string[], height: number): {readonly index: number; readonly top: number} {
		const found = ids.indexOf(this.#id);
		this.#index = Math.max(0, Math.min(found < 0 ? this.#index : found, ids.length - 1));
		this.#id = ids[this.#index] ?? this.#id;
		const lowest = Math.max(0, ids.length - height);
		const least = Math.max(0, this.#index - height + 1);
		this.#top = Math.min(lowest, Math.max(least, Math.min(this.#top, this.#index)));
		return {index: this.#index, top: this.#top};
	}

	/** Whether a person has chosen what it is on. */
	get isMoved(): boolean {
		return this.#isMoved;
	}

	/** To the first, whichever that is when it is drawn. */
	start(): void {
		this.#isMoved = false;
		this.#id = '';
		this.#index = 0;
		this.#top = 0;
	}

	move(ids: readonly string[], to: number): void {
		this.#index = Math.max(0, Math.min(to, ids.length - 1));
		this.#id = ids[this.#index] ?? '';
		this.#isMoved = true;
	}

	get index(): number {
		return this.#index;
	}
}

/** A list that scrolls: what moves in it. */
export type Movable = {
	/** By that many lines; negative is up. */
	move(by: number, scene: Scene): void;
	/** To its first or its last line. */
	jump(to: 'start' | 'end', scene: Scene): void;
	/** How many lines a page has. */
	page(scene: Scene): number;
};

/** k9s's and vi's keys. */
export function movement(list: Movable): readonly Binding[] {
	const by = (lines: (page: number) => number) => (scene: Scene) => {
		list.move(lines(list.page(scene)), scene);
		return none;
	};
	const to = (end: 'start' | 'end') => (scene: Scene) => {
		list.jump(end, scene);
		return none;
	};
	return [
		{keys: ['j', 'down'], help: 'down', run: by(() => 1)},
		{keys: ['k', 'up'], help: 'up', run: by(() => -1)},
		{keys: ['ctrl-d'], help: 'half a page down', run: by(page => Math.ceil(page / 2))},
		{keys: ['ctrl-u'], help: 'half a page up', run: by(page => -Math.ceil(page / 2))},
		{keys: ['ctrl-f', 'page-down', 'space'], help: 'a page down', run: by(page => page)},
		{keys: ['ctrl-b', 'page-up'], help: 'a page up', run: by(page => -page)},
		{keys: ['g', 'home'], help: 'to the start', run: to('start')},
		{keys: ['G', 'end'], help: 'to the end', run: to('end')},
	];
}

export const none: readonly Effect[] = [];

/** A list of things with a cursor. `ids` are those that it shows, in their order. */
export function cursorMovement(cursor: Cursor, ids: (scene: Scene) => readonly string[]): readonly Binding[] {
	return movement({
		move(by, scene) {
			const all = ids(scene);
			cursor.settle(all, scene.height);
			cursor.move(all, cursor.index + by);
		},
		jump(to, scene) {
			const all = ids(scene);
			cursor.move(all, to === 'start' ? 0 : all.length - 1);
		},
		page: ({height}) => Math.max(1, height - 1),
	});
}

/** Lines that scroll without a cursor. `count` is how many there are. */
export class Scroll {
	#top = 0;

	settle(count: number, height: number): number {
		this.#top = Math.max(0, Math.min(this.#top, count - height));
		return this.#top;
	}

	to(top: number): void {
		this.#top = top;
	}

	bindings(count: (scene: Scene) => number): readonly Binding[] {
		return movement({
			move: (by, scene) => {
				this.#top = this.settle(count(scene), scene.height) + by;
			},
			jump: (to, scene) => {
				this.#top = to === 'start' ? 0 : count(scene);
				this.settle(count(scene), scene.height);
			},
			page: ({height}) => Math.max(1, height - 1),
		});
	}
}
