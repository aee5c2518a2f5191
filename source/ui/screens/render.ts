import type {RenderView} from '../../model/question.ts';
import {renderText} from '../../text/render.ts';
import {blank, type Line, line} from '../line.ts';
import type {Binding, Scene, Screen} from '../screen.ts';
import {problemLines} from './parts/details-head.ts';
import {Memo} from './parts/memo.ts';
import {Pager, type Row} from './parts/pager.ts';
import {staleLines, waitingLines} from './parts/standing.ts';

/** The last render of an application: what it was made from and by which program, and all that the program said. */
export class RenderScreen implements Screen {
	readonly place;
	readonly crumb = 'render';
	readonly bindings: readonly Binding[];
	readonly #question;
	readonly #pager: Pager;
	readonly #rows = new Memo<readonly Row[]>();

	constructor(app: string) {
		this.place = {kind: 'render', app} as const;
		this.#question = {kind: 'render', app} as const;
		this.#pager = new Pager(
			scene => this.#rowsOf(scene),
			scene => scene.height - staleLines(scene.reply(this.#question)).length,
		);
		this.bindings = [
			{
				keys: ['c'],
				hint: 'copy',
				help: 'copy what the program said',
				run: scene => {
					const {messages = ''} = this.#view(scene) ?? {};
					return messages === ''
						? [{kind: 'tell', tone: 'info', text: 'nothing was said'}]
						: [{kind: 'copy', text: messages, what: 'what the program said'}];
				},
			},
			...this.#pager.bindings(),
		];
	}

	get filter(): string {
		return this.#pager.searched;
	}

	set filter(text: string) {
		this.#pager.searched = text;
	}

	asks() {
		return [this.#question];
	}

	title(scene: Scene): Line {
		return line(['title', `The render of ${this.place.app}`], ...this.#pager.state(scene));
	}

	lines(scene: Scene): readonly Line[] {
		const reply = scene.reply(this.#question);
		return this.#view(scene)
			? [...staleLines(reply), ...this.#pager.lines(scene)]
			: waitingLines(reply, scene, `the render of ${this.place.app}`);
	}

	escape(): boolean {
		return this.#pager.escape();
	}

	#view(scene: Scene): RenderView | undefined {
		const {answer} = scene.reply(this.#question);
		return answer?.kind === 'render' ? answer.value : undefined;
	}

	#rowsOf(scene: Scene): readonly Row[] {
		const view = this.#view(scene);
		const {width} = scene;
		return this.#rows.of([view, width], () => (view ? linesOf(view, width).map(each => [each]) : []));
	}
}

function linesOf(view: RenderView, width: number): readonly Line[] {
	const {repository, path, revision, problems, remarks, triedTool, messages} = view;
	const field = (name: string, text: string) => line(['dim', ` ${name.padEnd(10)}`], text);
	const said = messages.trimEnd();
	return [
		field('Source', repository),
		field('Path', path),
		field('Commit', revision === '' ? 'none yet' : revision),
		field('Rendered', renderText(view)),
		...(problems.length + remarks.length === 0 ? [] : [blank, ...problemLines({problems, remarks}, width)]),
		blank,
		line(['title', triedTool === '' ? ' No program was run' : ` What ${triedTool} said at the last try`]),
		...(said === '' ? [] : said.split('\n').map(text => line(`  ${text}`))),
		...(said === '' && triedTool !== '' ? [line(['dim', '  Nothing.'])] : []),
	];
}
