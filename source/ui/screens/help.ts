import {widthOf} from '../../text/width.ts';
import {commands} from '../commands.ts';
import {type Line, line, pad, plainText} from '../line.ts';
import {Scroll} from '../list.ts';
import type {Binding, Scene, Screen} from '../screen.ts';

/** What can be done where the person came from: made of the same tables that do it. */
export class Help implements Screen {
	readonly place = {kind: 'help'} as const;
	readonly crumb = 'help';
	readonly bindings: readonly Binding[];
	filter = '';
	readonly #scroll = new Scroll();
	readonly #explained: readonly Binding[];

	constructor(explained: readonly Binding[]) {
		this.#explained = explained;
		this.bindings = this.#scroll.bindings(scene => this.#all(scene).length);
	}

	asks(): readonly never[] {
		return [];
	}

	title(scene: Scene): Line {
		const count = this.#all(scene).length;
		const top = this.#scroll.settle(count, scene.height);
		const isWhole = count <= scene.height;
		const shown = isWhole ? '' : `  ${top + 1} to ${Math.min(count, top + scene.height)} of ${count} lines`;
		return line(['title', 'Help'], ['dim', `  / searches${shown}`]);
	}

	lines(scene: Scene): readonly Line[] {
		const all = this.#all(scene);
		const top = this.#scroll.settle(all.length, scene.height);
		return all.length === 0 ? [line(`  Nothing matches /${this.filter}.`)] : all.slice(top, top + scene.height);
	}

	escape(): boolean {
		const isFiltered = this.filter !== '';
		this.filter = '';
		return isFiltered;
	}

	#all({isReadOnly}: Scene): readonly Line[] {
		const keys = this.#explained.map(({keys, help, mutates}) => ({
			name: keys.join(' '),
			help: mutates && isReadOnly ? `${help} (not in read-only)` : help,
		}));
		const typed = commands.map(({names, help, argument}) => ({
			name: `:${names[0]}${argument ? ` ${argument.toUpperCase()}` : ''}`,
			help,
		}));
		return [...section('Keys', keys), ...section('Commands', typed)]
			.filter(({isHead, line}) => isHead || plainText(line).toLowerCase().includes(this.filter.toLowerCase()))
			.flatMap(({isHead, line}, index, shown) => (isHead && (shown[index + 1]?.isHead ?? true) ? [] : [line]));
	}
}

type Entry = {readonly isHead: boolean; readonly line: Line};

function section(title: string, entries: readonly {readonly name: string; readonly help: string}[]): readonly Entry[] {
	const width = Math.max(...entries.map(({name}) => widthOf(name)));
	return [
		{isHead: true, line: line(['title', title])},
		...entries.map(({name, help}) => ({isHead: false, line: line('  ', ['key', pad(name, width)], `  ${help}`)})),
	];
}
