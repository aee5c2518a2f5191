import type {Place} from './place.ts';
import type {Binding, Screen} from './screen.ts';
import {createScreen} from './screens.ts';

/** The screens that are open, one over the other. There is always one. */
export class Stack {
	/** What can be done everywhere. */
	readonly #global: readonly Binding[];
	#screens: readonly Screen[];

	constructor(place: Place, global: readonly Binding[]) {
		this.#global = global;
		this.#screens = [createScreen(place, global)];
	}

	/** From the lowest to the one on top. */
	get all(): readonly Screen[] {
		return this.#screens;
	}

	get top(): Screen {
		const top = this.#screens.at(-1);
		if (!top) {
			throw new Error('there is always a screen');
		}

		return top;
	}

	/** Where it is open already, back to it. */
	go(place: Place): void {
		const text = JSON.stringify(place);
		const depth = this.#screens.findIndex(screen => JSON.stringify(screen.place) === text);
		this.#screens = depth < 0 ? [...this.#screens, this.#create(place)] : this.#screens.slice(0, depth + 1);
	}

	replace(place: Place): void {
		this.#screens = [...this.#screens.slice(0, -1), this.#create(place)];
	}

	home(place: Place): void {
		this.#screens = [this.#create(place)];
	}

	/** Out of a mode of the screen, or out of the screen. */
	back(): void {
		if (!this.top.escape?.() && this.#screens.length > 1) {
			this.#screens = this.#screens.slice(0, -1);
		}
	}

	// The help explains what can be done where the person comes from.
	#create(place: Place): Screen {
		return createScreen(place, [...this.top.bindings, ...this.#global]);
	}
}
