import type {SyncPolicy} from '../../model/application.ts';
import type {Plan} from '../../model/plan.ts';
import type {Question} from '../../model/question.ts';
import {blank, type Line, line} from '../line.ts';
import {none} from '../list.ts';
import {changeSpan} from '../review/change-words.ts';
import {refusalText} from '../review/refusal-text.ts';
import {meaningNow, type Switch, switchMeanings, switchWords, turnedBy} from '../review/switching.ts';
import type {Binding, Effect, Scene, Screen} from '../screen.ts';
import {ageOf} from '../words.ts';

const switches = [
	{key: 'a', name: 'automated'},
	{key: 'p', name: 'prune'},
	{key: 'h', name: 'selfHeal'},
] as const satisfies readonly {readonly key: string; readonly name: Switch}[];

/** What happens to an application without a person, and who said so. */
export class Switches implements Screen {
	readonly place: {readonly kind: 'switches'; readonly app: string};
	readonly crumb = 'switches';
	readonly isOverlay = true;
	readonly bindings: readonly Binding[];
	readonly #app: string;
	readonly #history: Extract<Question, {kind: 'history'}>;
	readonly #plan: Extract<Question, {kind: 'plan'}>;
	/** Waits for a `y`. */
	#wanted: Switch | undefined;
	/** What turning it on means was on the screen. */
	#isTold = false;

	constructor(app: string) {
		this.place = {kind: 'switches', app};
		this.#app = app;
		this.#history = {kind: 'history', app};
		this.#plan = {kind: 'plan', app, prune: false};
		this.bindings = [
			...switches.map(
				({key, name}): Binding => ({
					keys: [key],
					hint: switchWords[name],
					help: `turn ${switchWords[name]} on or off: ${switchMeanings[name]}`,
					mutates: true,
					run: scene => this.#choose(name, scene),
				}),
			),
			{keys: ['y'], help: 'yes, turn it on', mutates: true, run: scene => this.#agree(scene)},
			{keys: ['n', 'enter'], help: 'no; close', run: () => (this.escape() ? none : [{kind: 'back'}])},
		];
	}

	/** What waits is only worth a comparison where somebody is about to let it go. */
	asks(): readonly Question[] {
		return this.#wanted === undefined ? [this.#history] : [this.#history, this.#plan];
	}

	title(): Line {
		return line(`Switches of ${this.#app}`);
	}

	lines(scene: Scene): readonly Line[] {
		const policy = this.#policy(scene);
		if (!policy) {
			return [line(['busy', `Reading ${this.#app} …`])];
		}

		const listed = scene.board.hello?.applications.find(({name}) => name === this.#app);
		const rows = switches.flatMap(({key, name}) => this.#row({key, name, isOn: policy[name]}, scene));
		const foot = this.#wanted
			? this.#questionLines(this.#wanted, policy, scene)
			: [line(['dim', scene.isReadOnly ? 'Read-only: nothing can be switched.' : 'A key turns a switch; Esc closes.'])];
		return [...rows, line(['dim', `manifest: ${listed?.origin ?? 'unknown'}`]), blank, ...foot];
	}

	escape(): boolean {
		const isAsking = this.#wanted !== undefined;
		this.#wanted = undefined;
		return isAsking;
	}

	#policy({board}: Scene): SyncPolicy | undefined {
		return board.rows.get(this.#app)?.policy ?? board.hello?.applications.find(({name}) => name === this.#app)?.policy;
	}

	#row(
		{key, name, isOn}: {readonly key: string; readonly name: Switch; readonly isOn: boolean},
		scene: Scene,
	): readonly Line[] {
		const {answer} = scene.reply(this.#history);
		const turned = answer?.kind === 'history' ? turnedBy(answer.value, name) : undefined;
		const who = turned ? `turned by ${turned.by}, ${ageOf(turned.time, scene.now)} ago` : 'as in the manifest';
		return [
			line(['key', `<${key}>`], ` ${switchWords[name].padEnd(9)} `, isOn ? ['good', 'on   '] : ['strong', 'off  '], [
				'dim',
				who,
			]),
			line(['dim', `              ${switchMeanings[name]}`]),
		];
	}

	#questionLines(name: Switch, policy: SyncPolicy, scene: Scene): readonly Line[] {
		const {answer, refusal} = scene.reply(this.#plan);
		const plan = answer?.kind === 'plan' ? answer.value : undefined;
		this.#isTold = plan !== undefined || refusal !== undefined;
		const means = plan
			? [...meaningNow(name, policy, plan).map(text => line(['warning', text])), ...namedIn(plan, name)]
			: [
					refusal
						? line(['bad', `What waits is not known: ${refusal.message}`])
						: line(['busy', 'Comparing, to tell what waits …']),
				];
		return [
			line('Turn ', ['strong', `${switchWords[name]} on`], '?'),
			...means.slice(0, Math.max(1, scene.height - 12)),
			...(scene.isHeld ? [line('Nothing automated is written before :begin.')] : []),
			blank,
			...(this.#isTold ? [line(['key', 'y'], ' turns it on    ', ['key', 'n'], ' leaves it')] : []),
		];
	}

	#choose(name: Switch, scene: Scene): readonly Effect[] {
		const policy = this.#policy(scene);
		if (!policy) {
			return none;
		}

		if (policy[name]) {
			this.#wanted = undefined;
			return this.#turn(name, {isOn: false, by: scene.by});
		}

		this.#wanted = name;
		this.#isTold = false;
		return none;
	}

	/** Nobody can have agreed to what was not on the screen yet. */
	#agree({by}: Scene): readonly Effect[] {
		const name = this.#wanted;
		if (!name || !this.#isTold) {
			return none;
		}

		this.#wanted = undefined;
		return this.#turn(name, {isOn: true, by});
	}

	#turn(name: Switch, {isOn, by}: {readonly isOn: boolean; readonly by: string}): readonly Effect[] {
		const what = `${this.#app}: ${switchWords[name]} ${isOn ? 'on' : 'off'}`;
		return [
			{
				kind: 'ask',
				question: {kind: 'switch', app: this.#app, policy: {[name]: isOn}, by},
				onReply: reply =>
					reply.answer?.kind === 'switch'
						? [{kind: 'tell', tone: 'good', text: what}]
						: [{kind: 'tell', tone: 'bad', text: `not switched: ${refusalText(reply)}`}],
			},
		];
	}
}

/** What it would touch, a few by name. */
function namedIn({changes, leftovers}: Plan, name: Switch): readonly Line[] {
	const named =
		name === 'prune'
			? leftovers.map(id => line('  ', ['removed', `- ${id.kind} ${id.namespace}/${id.name}`]))
			: changes.map(change => line('  ', changeSpan(change)));
	return named.length <= 5 ? named : [...named.slice(0, 4), line(['dim', `  and ${named.length - 4} more`])];
}
