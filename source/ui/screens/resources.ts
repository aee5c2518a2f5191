import {count} from '../../model/count.ts';
import type {Tree, TreeNode} from '../../model/question.ts';
import type {ResourceId} from '../../model/resource.ts';
import {type Line, line} from '../line.ts';
import {none, Scroll} from '../list.ts';
import type {Place} from '../place.ts';
import type {Binding, Effect, Scene, Screen} from '../screen.ts';
import {headOf, problemLines} from './parts/details-head.ts';
import {Folds} from './parts/folds.ts';
import {amountOf, Listing} from './parts/listing.ts';
import {Memo} from './parts/memo.ts';
import {emptyLines, staleLines, waitingLines} from './parts/standing.ts';
import {cutName, measureTree, type TreeWidths, treeColumns} from './parts/tree-columns.ts';
import {nameOf, podOf, rootOf, type TreeRow, treeRows} from './parts/tree-rows.ts';

/** An application's objects, each followed by what it made, down to pods. */
export class Resources implements Screen {
	readonly place;
	readonly crumb: string;
	readonly bindings: readonly Binding[];
	filter = '';
	readonly #question;
	readonly #folds = new Folds();
	readonly #scroll = new Scroll();
	readonly #rows = new Memo<readonly TreeRow[]>();
	readonly #widths = new Memo<TreeWidths>();
	readonly #listing = new Listing<TreeRow>({
		rows: scene => this.#rowsOf(scene),
		idOf: ({node}) => node.key,
		columns: (rows, {width, now}) => {
			const home = this.#home;
			return treeColumns(
				this.#widths.of([rows, home], () => measureTree(rows, home)),
				{width, now, home},
			);
		},
		head: scene => this.#head(scene),
		cutAway: (row, [first]) => cutName(row, this.#home, first?.width ?? 0),
	});
	#hasProblemsOnly = false;
	#isListingProblems = false;
	/** The namespace that the application goes to: it goes without saying. */
	#home = '';

	constructor(app: string) {
		this.place = {kind: 'resources', app} as const;
		this.crumb = app;
		this.#question = {kind: 'tree', app} as const;
		this.bindings = [...this.#ways(app), ...this.#views(), ...this.#movement()];
	}

	asks() {
		return [this.#question];
	}

	title(scene: Scene): Line {
		const all = this.#tree(scene)?.nodes.length;
		const shown = this.#rowsOf(scene).length;
		const amount = amountOf(shown, all);
		return line(
			['title', `${this.place.app}${amount}`],
			...(this.#hasProblemsOnly ? [['warning', '  problems only'] as const] : []),
		);
	}

	lines(scene: Scene): readonly Line[] {
		const tree = this.#tree(scene);
		if (!tree) {
			return waitingLines(scene.reply(this.#question), scene, `the resources of ${this.place.app}`, this.place.app);
		}

		if (this.#isListingProblems) {
			const all = problemLines(tree, scene.width);
			const top = this.#scroll.settle(all.length, scene.height);
			return all.slice(top, top + scene.height);
		}

		return this.#rowsOf(scene).length === 0
			? [...this.#head(scene), ...this.#emptyLines(tree)]
			: this.#listing.lines(scene);
	}

	escape(): boolean {
		if (this.#isListingProblems) {
			this.#isListingProblems = false;
			return true;
		}

		const isFiltered = this.filter !== '' || this.#hasProblemsOnly;
		this.filter = '';
		this.#hasProblemsOnly = false;
		return isFiltered;
	}

	#ways(app: string): readonly Binding[] {
		const object = (kind: 'object' | 'events') => (scene: Scene) =>
			this.#withNode(scene, node => [{kind: 'go', place: {kind, app, id: idOf(node)}}]);
		const at = (place: Place) => (): readonly Effect[] => [{kind: 'go', place}];
		return [
			{
				keys: ['enter', 'y'],
				hint: 'manifest',
				help: 'the manifest of the object, live and desired',
				run: object('object'),
			},
			{keys: ['d'], hint: 'diff', help: 'step through the differences, from this object on', run: this.#diff},
			{
				keys: ['s'],
				hint: 'sync',
				help: 'the plan: approve and sync',
				run: at({kind: 'review', app, mode: 'plan'}),
			},
			{keys: ['e'], hint: 'events', help: "Kubernetes' events of the object", run: object('events')},
			{keys: ['l'], hint: 'logs', help: 'the logs of the pod, or of the first one below', run: this.#logs},
			{keys: ['h'], hint: 'history', help: 'the history of the application', run: at({kind: 'history', app})},
			{keys: ['t'], hint: 'stream', help: 'the reconcile loop of the application', run: at({kind: 'stream', app})},
			{keys: ['o'], hint: 'switches', help: 'auto-sync, prune and self-heal', run: at({kind: 'switches', app})},
			{keys: ['v'], help: 'the render: problems, and all that the program said', run: at({kind: 'render', app})},
			{
				keys: ['r'],
				hint: 'refresh',
				help: 'ask the repository now, and compare again',
				run: () => [
					{kind: 'send', intent: {kind: 'refresh', app}},
					{kind: 'tell', tone: 'info', text: `asking the repository of ${app} …`},
				],
			},
		];
	}

	#views(): readonly Binding[] {
		const fold = (how: 'toggle' | 'fold' | 'unfold') => (scene: Scene) => {
			const tree = this.#tree(scene);
			const node = this.#listing.selected(scene)?.node;
			if (tree && node) {
				this.#listing.selectedId = this.#folds.turn(how, node, tree.nodes);
			}

			return none;
		};
		return [
			{
				keys: ['!'],
				hint: 'problems',
				help: 'only what is not Synced and Healthy',
				run: () => {
					this.#hasProblemsOnly = !this.#hasProblemsOnly;
					return none;
				},
			},
			{keys: ['p'], help: "all of the application's problems, in full", run: this.#listProblems},
			{keys: ['z'], hint: 'fold', help: 'fold or unfold what is below', run: fold('toggle')},
			{keys: ['left'], help: 'fold what is below, then to what it hangs on', run: fold('fold')},
			{keys: ['right'], help: 'unfold what is below', run: fold('unfold')},
			{keys: ['c'], help: 'copy kind, namespace and name', run: this.#copy},
		];
	}

	#movement(): readonly Binding[] {
		const scrolls = this.#scroll.bindings(scene => {
			const tree = this.#tree(scene);
			return tree ? problemLines(tree, scene.width).length : 0;
		});
		return this.#listing.bindings().map((binding, index) => ({
			...binding,
			run: scene => (this.#isListingProblems ? (scrolls[index] ?? binding) : binding).run(scene),
		}));
	}

	readonly #diff = (scene: Scene) =>
		this.#withNode(scene, (node, {nodes}) => {
			const root = rootOf(nodes, node.key) ?? node;
			return [{kind: 'go', place: {kind: 'review', app: this.place.app, mode: 'diff', resource: root.key}}];
		});

	readonly #logs = (scene: Scene) =>
		this.#withNode(scene, (node, {nodes}) => {
			const pod = podOf(nodes, node);
			return pod
				? [{kind: 'go', place: {kind: 'logs', app: this.place.app, id: idOf(pod)}}]
				: [{kind: 'tell', tone: 'info', text: `${nameOf(node, this.#home)} has no pod, so there are no logs`}];
		});

	readonly #copy = (scene: Scene) =>
		this.#withNode(scene, ({kind, namespace, name}) => {
			const text = [kind, namespace, name].filter(Boolean).join('/');
			return [{kind: 'copy', text, what: text}];
		});

	readonly #listProblems = (scene: Scene): readonly Effect[] => {
		const {problems = [], remarks = []} = this.#tree(scene) ?? {};
		const amount = problems.length + remarks.length;
		this.#isListingProblems = !this.#isListingProblems && amount > 0;
		this.#scroll.to(0);
		return amount > 0 ? none : [{kind: 'tell', tone: 'good', text: `${this.place.app} has no problems`}];
	};

	#withNode(scene: Scene, then: (node: TreeNode, tree: Tree) => readonly Effect[]): readonly Effect[] {
		const tree = this.#tree(scene);
		const selected = this.#listing.selected(scene);
		return tree && selected ? then(selected.node, tree) : none;
	}

	#tree(scene: Scene): Tree | undefined {
		const {answer} = scene.reply(this.#question);
		return answer?.kind === 'tree' ? answer.value : undefined;
	}

	#rowsOf(scene: Scene): readonly TreeRow[] {
		const tree = this.#tree(scene);
		this.#home = tree?.destination.slice(tree.destination.lastIndexOf('/') + 1) ?? '';
		const view = {filter: this.filter, hasProblemsOnly: this.#hasProblemsOnly, folded: this.#folds.keys};
		return this.#rows.of([tree?.nodes, ...Object.values(view)], () => treeRows(tree?.nodes ?? [], view));
	}

	#head(scene: Scene): readonly Line[] {
		const tree = this.#tree(scene);
		return tree ? [...staleLines(scene.reply(this.#question)), ...headOf(tree, scene)] : [];
	}

	#emptyLines({nodes, path, problems}: Tree): readonly Line[] {
		if (nodes.length === 0 && problems.length > 0) {
			return emptyLines('Nothing could be read.', 'The problems above have to be solved first; p lists them all.');
		}

		if (nodes.length === 0) {
			return emptyLines(`Nothing is declared in ${path}, and nothing is left over.`, 'r asks the repository again.');
		}

		const what = this.filter === '' ? 'Everything is Synced and Healthy.' : `Nothing matches /${this.filter}.`;
		return emptyLines(what, `Esc shows all ${count(nodes.length, 'object')}.`);
	}
}

function idOf({group, version, kind, namespace, name}: TreeNode): ResourceId {
	return {group, version, kind, namespace, name};
}
