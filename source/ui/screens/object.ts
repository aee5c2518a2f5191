import type {JsonObject} from '../../model/json.ts';
import type {ObjectView} from '../../model/question.ts';
import {describe, type ResourceId, whereOf} from '../../model/resource.ts';
import {oneLine} from '../../text/escape.ts';
import {yamlText} from '../../text/yaml.ts';
import {type Line, line, type Span} from '../line.ts';
import {none} from '../list.ts';
import type {Binding, Effect, Scene, Screen} from '../screen.ts';
import {Memo} from './parts/memo.ts';
import {ownersByLine, withOwners} from './parts/owner-lines.ts';
import {Pager, type Row} from './parts/pager.ts';
import {staleLines, waitingLines} from './parts/standing.ts';
import {yamlLines} from './parts/yaml-lines.ts';

type Side = 'live' | 'desired';

type Mode = Side | 'both';

/** Two manifests beside each other need that many cells to be read. */
const leastForBoth = 120;

const absent = {
	live: 'The cluster does not have this object: a sync would create it.',
	desired: 'Git does not declare this object: somebody else made it, or it is gone from Git.',
} as const satisfies Record<Side, string>;

/** The manifest of one object, as the cluster has it and as Git declares it. */
export class ObjectScreen implements Screen {
	readonly place;
	readonly crumb: string;
	readonly bindings: readonly Binding[];
	readonly #question;
	readonly #pager: Pager;
	readonly #rows = new Memo<readonly Row[]>();
	/** Undefined before somebody chose: then it is what there is. */
	#mode: Mode | undefined;
	#hasOwners = false;

	constructor(app: string, id: ResourceId) {
		this.place = {kind: 'object', app, id} as const;
		this.crumb = `${id.kind}/${id.name}`;
		this.#question = {kind: 'object', app, id} as const;
		this.#pager = new Pager(
			scene => this.#rowsOf(scene),
			scene => scene.height - staleLines(scene.reply(this.#question)).length,
		);
		this.bindings = this.#keys();
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
		const view = this.#view(scene);
		const mode = view && this.#modeOf(view, scene);
		const origin = view?.origin && this.filter === '' ? `  ${whereOf(view.origin)}` : '';
		const sides: readonly Span[] =
			mode === undefined ? [] : ['  ', ['strong', mode === 'both' ? 'live │ desired' : mode]];
		return line(
			['title', describe(this.place.id)],
			...sides,
			...(this.#hasOwners && mode === 'live' ? [['dim', ' with managers'] as const] : []),
			...this.#pager.state(scene),
			['dim', origin],
		);
	}

	lines(scene: Scene): readonly Line[] {
		const reply = scene.reply(this.#question);
		return this.#view(scene)
			? [...staleLines(reply), ...this.#pager.lines(scene)]
			: waitingLines(reply, scene, describe(this.place.id), this.place.app);
	}

	escape(): boolean {
		return this.#pager.escape();
	}

	#keys(): readonly Binding[] {
		const {app, id} = this.place;
		return [
			{keys: ['tab'], hint: 'live/desired', help: 'live, desired, and both where it is wide', run: this.#turn},
			{
				keys: ['m'],
				hint: 'managers',
				help: 'who manages which field of the live object',
				run: scene => this.#turnOwners(scene),
			},
			{
				keys: ['e'],
				hint: 'events',
				help: "Kubernetes' events of the object",
				run: () => [{kind: 'go', place: {kind: 'events', app, id}}],
			},
			{keys: ['c'], hint: 'copy', help: 'copy the YAML that is shown', run: this.#copy},
			...this.#pager.bindings(),
		];
	}

	readonly #turn = (scene: Scene): readonly Effect[] => {
		const view = this.#view(scene);
		if (view) {
			const modes: readonly Mode[] = isWide(scene) ? ['live', 'desired', 'both'] : ['live', 'desired'];
			this.#mode = modes[(modes.indexOf(this.#modeOf(view, scene)) + 1) % modes.length] ?? 'live';
			this.#pager.reset();
		}

		return none;
	};

	#turnOwners(scene: Scene): readonly Effect[] {
		const view = this.#view(scene);
		if (view && this.#modeOf(view, scene) === 'desired') {
			return [{kind: 'tell', tone: 'info', text: 'managers are known of the live object only: Tab shows it'}];
		}

		this.#hasOwners = !this.#hasOwners;
		return none;
	}

	readonly #copy = (scene: Scene): readonly Effect[] => {
		const view = this.#view(scene);
		const mode = view && this.#modeOf(view, scene);
		const side = mode === 'desired' ? 'desired' : 'live';
		const object = view?.[side];
		return object === undefined
			? none
			: [{kind: 'copy', text: textOf(object), what: `the ${side} YAML of ${describe(this.place.id)}`}];
	};

	#view(scene: Scene): ObjectView | undefined {
		const {answer} = scene.reply(this.#question);
		return answer?.kind === 'object' ? answer.value : undefined;
	}

	#modeOf(view: ObjectView, scene: Scene): Mode {
		const mode = this.#mode ?? (view.live === undefined && view.desired !== undefined ? 'desired' : 'live');
		return mode === 'both' && !isWide(scene) ? 'live' : mode;
	}

	#rowsOf(scene: Scene): readonly Row[] {
		const view = this.#view(scene);
		const mode = view && this.#modeOf(view, scene);
		return this.#rows.of([view, mode, this.#hasOwners], () => {
			if (!view) {
				return [];
			}

			return mode === 'both'
				? zip(this.#sideLines(view, 'live'), this.#sideLines(view, 'desired'))
				: this.#sideLines(view, mode ?? 'live').map(each => [each]);
		});
	}

	#sideLines(view: ObjectView, side: Side): readonly Line[] {
		const object = view[side];
		if (object === undefined) {
			const isUnseen = side === 'live' && view.unseen !== undefined;
			return isUnseen ? [line(['bad', oneLine(view.unseen ?? '')])] : [line(['dim', absent[side]])];
		}

		const yaml = textOf(object);
		const lines = yamlLines(yaml);
		return this.#hasOwners && side === 'live' ? withOwners(lines, ownersByLine(object, yaml, view.managers)) : lines;
	}
}

function isWide({width}: Scene): boolean {
	return width >= leastForBoth;
}

function textOf(object: JsonObject): string {
	return yamlText(object, {isSorted: true});
}

function zip(left: readonly Line[], right: readonly Line[]): readonly Row[] {
	const length = Math.max(left.length, right.length);
	return Array.from({length}, (_, index) => [left[index] ?? line(), right[index] ?? line()]);
}
