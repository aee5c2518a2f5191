import type {Preview} from '../../model/question.ts';
import type {Reply} from '../../state/board.ts';
import {Entry} from '../form/entry.ts';
import {formLines} from '../form/form-lines.ts';
import {previewLines} from '../form/preview-lines.ts';
import {type Line, line} from '../line.ts';
import {none, Scroll} from '../list.ts';
import {refusalText} from '../review/refusal-text.ts';
import type {Binding, Effect, Scene, Screen} from '../screen.ts';

/** A new application: what is needed for it, and what it would become. */
export class Form implements Screen {
	readonly place = {kind: 'form'} as const;
	readonly crumb = 'new application';
	readonly #entry = new Entry();
	readonly #scroll = new Scroll();
	readonly #keys: Readonly<Record<'form' | 'preview', readonly Binding[]>>;
	#preview: Preview | undefined;
	/** What the engine has been asked, while it has not answered. */
	#asking: 'preview' | 'creation' | undefined;
	#isLeaving = false;

	constructor() {
		const create: Binding = {
			keys: ['ctrl-s'],
			hint: 'create',
			help: 'write the manifest, and take the application up',
			mutates: true,
			run: scene => this.#create(scene),
		};
		this.#keys = {
			form: [
				{keys: ['tab', 'down', 'enter'], hint: 'next field', help: 'to the next field', run: () => this.#move(1)},
				{keys: ['shift-tab', 'up'], help: 'to the field before', run: () => this.#move(-1)},
				{
					keys: ['ctrl-p'],
					hint: 'preview',
					help: 'what it would declare, and its manifest',
					run: scene => this.#look(scene),
				},
				create,
				{
					keys: ['ctrl-n'],
					hint: 'context',
					help: 'the next context of the kubeconfig',
					run: scene => this.#offer(scene),
				},
			],
			preview: [
				{
					keys: ['ctrl-p', 'enter'],
					hint: 'back to the form',
					help: 'back to the form',
					run: () => this.#closePreview(),
				},
				create,
				...this.#scroll.bindings(scene => this.#previewed(scene).length),
			],
		};
	}

	get bindings(): readonly Binding[] {
		return this.#keys[this.#preview ? 'preview' : 'form'];
	}

	asks(): readonly never[] {
		return [];
	}

	title(): Line {
		return line(['title', this.#preview ? `Preview of ${this.#entry.texts.name}` : 'New application']);
	}

	lines(scene: Scene): readonly Line[] {
		if (this.#preview) {
			const all = this.#previewed(scene);
			const top = this.#scroll.settle(all.length, scene.height);
			return all.slice(top, top + scene.height);
		}

		return formLines(this.#entry, scene, {asking: this.#asking, isLeaving: this.#isLeaving});
	}

	type(key: string): readonly Effect[] | undefined {
		if (key === 'esc' || (key.startsWith('ctrl-') && this.bindings.some(({keys}) => keys.includes(key)))) {
			return undefined;
		}

		this.#isLeaving = false;
		// While the manifest is being written nothing of it changes any more, and nothing is opened that its end would replace.
		if (this.#asking === 'creation') {
			return none;
		}

		if (this.#preview) {
			return undefined;
		}

		return this.#entry.type(key) ? none : undefined;
	}

	paste(text: string): void {
		if (!this.#preview && this.#asking !== 'creation') {
			this.#isLeaving = false;
			this.#entry.paste(text);
		}
	}

	escape(): boolean {
		if (this.#preview) {
			this.#preview = undefined;
			return true;
		}

		const isKept = this.#asking === 'creation' || (this.#entry.isTouched && !this.#isLeaving);
		this.#isLeaving = this.#asking !== 'creation';
		return isKept;
	}

	#previewed({width}: Scene): readonly Line[] {
		return this.#preview ? previewLines(this.#preview, width) : [];
	}

	#closePreview(): readonly Effect[] {
		this.#preview = undefined;
		return none;
	}

	#move(by: number): readonly Effect[] {
		this.#entry.move(by);
		return none;
	}

	#offer({board}: Scene): readonly Effect[] {
		this.#entry.offer(board.hello?.contexts ?? []);
		return none;
	}

	#look({board}: Scene): readonly Effect[] {
		if (this.#asking) {
			return none;
		}

		this.#asking = 'preview';
		return [
			{
				kind: 'ask',
				question: {kind: 'preview', ...this.#entry.draft(board.hello)},
				onReply: reply => this.#previewCame(reply),
			},
		];
	}

	#previewCame(reply: Reply): readonly Effect[] {
		const {answer} = reply;
		this.#asking = undefined;
		if (answer?.kind !== 'preview') {
			return [refused('no preview', reply)];
		}

		this.#scroll.to(0);
		this.#preview = answer.value;
		this.#entry.object(answer.value.problems);
		return none;
	}

	#create(scene: Scene): readonly Effect[] {
		if (this.#asking) {
			return none;
		}

		const {hello, rows} = scene.board;
		if (!this.#entry.check([...rows.keys()])) {
			this.#preview = undefined;
			return [{kind: 'tell', tone: 'bad', text: 'not created: correct the fields that are marked'}];
		}

		this.#asking = 'creation';
		const draft = this.#entry.draft(hello);
		const file = this.#entry.file(hello);
		return [
			{
				kind: 'ask',
				question: {kind: 'create', draft, file, by: scene.by},
				onReply: reply => this.#created(draft.name, reply),
			},
		];
	}

	#created(app: string, reply: Reply): readonly Effect[] {
		const {answer} = reply;
		this.#asking = undefined;
		return answer?.kind === 'create'
			? [
					{kind: 'replace', place: {kind: 'resources', app}},
					{
						kind: 'tell',
						tone: 'good',
						text: `${app} created in ${answer.value.file}; later starts read it with -f, as a file or as its folder`,
					},
				]
			: [refused('not created', reply)];
	}
}

function refused(what: string, reply: Reply): Effect {
	return {kind: 'tell', tone: 'bad', text: `${what}: ${refusalText(reply)}`};
}
