import {type Line, line} from '../line.ts';
import {Cursor, cursorMovement, none} from '../list.ts';
import type {Binding, Scene, Screen} from '../screen.ts';

/** The contexts of the kubeconfig. */
export class Contexts implements Screen {
	readonly place = {kind: 'contexts'} as const;
	readonly crumb = 'contexts';
	readonly bindings: readonly Binding[];
	filter = '';
	readonly #cursor = new Cursor();

	constructor() {
		this.bindings = [
			{
				keys: ['enter'],
				hint: 'switch',
				help: 'the same applications in this context',
				run: scene => {
					const names = this.#names(scene);
					this.#cursor.settle(names, scene.height);
					return names.length === 0 ? none : [{kind: 'context', context: this.#cursor.id}];
				},
			},
			...cursorMovement(this.#cursor, scene => this.#names(scene)),
		];
	}

	asks(): readonly never[] {
		return [];
	}

	title(scene: Scene): Line {
		return line(['title', `Contexts (${this.#names(scene).length})`]);
	}

	lines(scene: Scene): readonly Line[] {
		const names = this.#names(scene);
		const {index, top} = this.#cursor.settle(names, scene.height);
		const current = scene.board.hello?.context;
		return names.length === 0
			? [line(''), line('  No context matches.')]
			: names.slice(top, top + scene.height).map((name, offset) => ({
					spans: [`  ${name}`, ['dim', name === current ? '  (this one)' : '']],
					isSelected: top + offset === index,
				}));
	}

	escape(): boolean {
		const isFiltered = this.filter !== '';
		this.filter = '';
		return isFiltered;
	}

	#names({board}: Scene): readonly string[] {
		return (board.hello?.contexts ?? []).filter(name => name.includes(this.filter));
	}
}
