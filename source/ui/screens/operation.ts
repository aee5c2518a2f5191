import type {OperationView} from '../../model/question.ts';
import {blank, type Line, line} from '../line.ts';
import type {Binding, Scene, Screen} from '../screen.ts';
import {resultSpan} from '../words.ts';
import {Memo} from './parts/memo.ts';
import {operationLines} from './parts/operation-lines.ts';
import {Pager, type Row} from './parts/pager.ts';
import {staleLines, waitingLines} from './parts/standing.ts';
import {eventLines} from './stream.ts';

/** One operation: its plan, how far it came, and what was told meanwhile. */
export class OperationScreen implements Screen {
	readonly place;
	readonly crumb: string;
	readonly bindings: readonly Binding[];
	readonly #question;
	readonly #pager: Pager;
	readonly #rows = new Memo<readonly Row[]>();

	constructor(app: string, operation: number) {
		this.place = {kind: 'operation', app, operation} as const;
		this.crumb = `operation ${operation}`;
		this.#question = {kind: 'operation', app, operation} as const;
		this.#pager = new Pager(
			scene => this.#rowsOf(scene),
			scene => scene.height - staleLines(scene.reply(this.#question)).length,
		);
		this.bindings = [
			{
				keys: ['t'],
				hint: 'stream',
				help: 'the reconcile loop of the application',
				run: () => [{kind: 'go', place: {kind: 'stream', app}}],
			},
			{
				keys: ['enter'],
				hint: 'resources',
				help: 'the resources of the application',
				run: () => [{kind: 'go', place: {kind: 'resources', app}}],
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
		const {app, operation} = this.place;
		const view = this.#view(scene);
		return line(
			['title', `Operation ${operation} of ${app}`],
			...(view ? ['  ', resultSpan(view.entry.result)] : []),
			...this.#pager.state(scene),
		);
	}

	lines(scene: Scene): readonly Line[] {
		const reply = scene.reply(this.#question);
		return this.#view(scene)
			? [...staleLines(reply), ...this.#pager.lines(scene)]
			: waitingLines(reply, scene, `operation ${this.place.operation} of ${this.place.app}`);
	}

	escape(): boolean {
		return this.#pager.escape();
	}

	#view(scene: Scene): OperationView | undefined {
		const {answer} = scene.reply(this.#question);
		return answer?.kind === 'operation' ? answer.value : undefined;
	}

	#rowsOf(scene: Scene): readonly Row[] {
		const view = this.#view(scene);
		const {width} = scene;
		return this.#rows.of([view, width], () => {
			if (!view) {
				return [];
			}

			const {events} = view;
			const told =
				events.length === 0
					? [line(['dim', ' Nothing was told meanwhile, or it is not kept any more.'])]
					: [
							line(['title', ' Told meanwhile'], ['dim', `  ${events.length}`]),
							...events.flatMap(event => eventLines(event, {appWidth: 0, width})),
						];
			return [...operationLines(view, width), blank, ...told].map(each => [each]);
		});
	}
}
