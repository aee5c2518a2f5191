import {completions, runCommand} from './commands.ts';
import type {Line, Span} from './line.ts';
import type {Effect, Scene, Screen} from './screen.ts';
import {TextInput} from './text-input.ts';

/** What a key did to the prompt. */
export type PromptEnd = {readonly isOpen: boolean; readonly effects: readonly Effect[]};

const open: PromptEnd = {isOpen: true, effects: []};
const closed: PromptEnd = {isOpen: false, effects: []};

/** The line at the bottom where a command or a filter is typed. */
export type Prompt = {
	press(key: string, scene: Scene): PromptEnd;
	paste(text: string): void;
	line(scene: Scene): Line;
};

/** `/`: what is typed filters at once. */
export class FilterPrompt implements Prompt {
	readonly #screen: Screen;
	readonly #before: string;
	readonly #input: TextInput;

	constructor(screen: Screen) {
		this.#screen = screen;
		this.#before = screen.filter ?? '';
		this.#input = new TextInput(this.#before);
	}

	press(key: string): PromptEnd {
		if (key === 'enter') {
			return closed;
		}

		if (key === 'esc') {
			this.#screen.filter = this.#before;
			return closed;
		}

		const isEmpty = this.#input.text === '';
		this.#input.press(key);
		this.#screen.filter = this.#input.text;
		return key === 'backspace' && isEmpty ? closed : open;
	}

	paste(text: string): void {
		this.#input.insert(text);
		this.#screen.filter = this.#input.text;
	}

	line(): Line {
		return {spans: [['key', '/'], ...this.#input.spans(), ['dim', '  Enter keeps it, Esc leaves']]};
	}
}

/** `:`: with completion, and the lines that were typed before. */
export class CommandPrompt implements Prompt {
	readonly #input = new TextInput();
	readonly #history: string[];
	#place: number;
	#choice = -1;
	/** What was typed when Tab was pressed first. */
	#stem = '';

	constructor(history: string[]) {
		this.#history = history;
		this.#place = history.length;
	}

	press(key: string, scene: Scene): PromptEnd {
		switch (key) {
			case 'enter':
				return this.#run(scene);
			case 'esc':
				return closed;
			case 'tab':
				return this.#complete(1, scene);
			case 'shift-tab':
				return this.#complete(-1, scene);
			case 'up':
				return this.#recall(-1);
			case 'down':
				return this.#recall(1);
			default:
				return this.#edit(key);
		}
	}

	paste(text: string): void {
		this.#input.insert(text);
	}

	line(scene: Scene): Line {
		const offered = this.#offered(scene).slice(0, 8);
		const shown = offered.map((text, index): Span => [index === this.#choice ? 'strong' : 'dim', `  ${text}`]);
		return {spans: [['key', ':'], ...this.#input.spans(), ...shown]};
	}

	#offered(scene: Scene): readonly string[] {
		return completions(this.#choice < 0 ? this.#input.text : this.#stem, scene);
	}

	#run(scene: Scene): PromptEnd {
		// What can only be one command is that command: `:hist` is `:history`.
		const typed = this.#input.text.trim();
		const [only, ...others] = completions(typed, scene);
		const isWhole = runCommand(typed, scene).every(effect => effect.kind !== 'tell');
		const text = !isWhole && only !== undefined && others.length === 0 ? only : typed;
		if (text !== '' && this.#history.at(-1) !== text) {
			this.#history.push(text);
		}

		return {isOpen: false, effects: runCommand(text, scene)};
	}

	#complete(by: number, scene: Scene): PromptEnd {
		if (this.#choice < 0) {
			this.#stem = this.#input.text;
		}

		const all = completions(this.#stem, scene);
		if (all.length > 0) {
			const from = this.#choice < 0 && by < 0 ? 0 : this.#choice;
			this.#choice = (from + by + all.length) % all.length;
			this.#input.text = all[this.#choice] ?? this.#stem;
		}

		return open;
	}

	#recall(by: number): PromptEnd {
		this.#place = Math.max(0, Math.min(this.#place + by, this.#history.length));
		this.#input.text = this.#history[this.#place] ?? '';
		this.#choice = -1;
		return open;
	}

	#edit(key: string): PromptEnd {
		const isEmpty = this.#input.text === '';
		this.#input.press(key);
		this.#choice = -1;
		return key === 'backspace' && isEmpty ? closed : open;
	}
}
