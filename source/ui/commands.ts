import type {Effect, Scene} from './screen.ts';

/** What is typed after `:`. */
export type Command = {
	/** The first is the one that is shown. */
	readonly names: readonly string[];
	readonly help: string;
	/** What its argument names, and what is offered for it. */
	readonly argument?: 'application' | 'context';
	/** The argument is empty where none was given. */
	run(argument: string, scene: Scene): readonly Effect[];
};

type AppPlace = 'resources' | 'history' | 'switches' | 'stream';

export const commands: readonly Command[] = [
	{
		names: ['apps', 'applications'],
		help: 'all applications',
		run: () => [{kind: 'home', place: {kind: 'applications'}}],
	},
	ofApp(['resources', 'app', 'tree'], 'the resources of an application', 'resources'),
	reviewing(['diff'], 'step through what a sync would change', 'diff'),
	reviewing(['sync', 'plan'], 'the plan of an application: approve and sync', 'plan'),
	{
		...ofApp(['stream', 'events'], 'the reconcile loop, of one application or of all', 'stream'),
		run: app => [{kind: 'go', place: {kind: 'stream', app}}],
	},
	ofApp(['history'], 'the history of an application', 'history'),
	ofApp(['switches', 'policy'], 'auto-sync, prune and self-heal of an application', 'switches'),
	{
		names: ['refresh'],
		help: 'ask the repository of an application now, or of all',
		argument: 'application',
		run: (argument, {board}) => {
			const apps = argument === '' ? [...board.rows.keys()] : [argument];
			return apps.map(app => ({kind: 'send', intent: {kind: 'refresh', app}}));
		},
	},
	{names: ['new', 'create'], help: 'a new application', run: () => [{kind: 'go', place: {kind: 'form'}}]},
	{
		names: ['context', 'ctx'],
		help: 'another context of the kubeconfig; without a name, a list of them',
		argument: 'context',
		run: context => [context === '' ? {kind: 'go', place: {kind: 'contexts'}} : {kind: 'context', context}],
	},
	{names: ['begin'], help: 'let automated applications be written', run: () => [{kind: 'go', place: {kind: 'begin'}}]},
	{names: ['help'], help: 'keys and commands', run: () => [{kind: 'go', place: {kind: 'help'}}]},
	{names: ['redraw'], help: 'draw the whole screen again', run: () => [{kind: 'redraw'}]},
	{names: ['suspend'], help: 'back to the shell; fg returns', run: () => [{kind: 'suspend'}]},
	{names: ['q', 'quit', 'exit'], help: 'quit', run: () => [{kind: 'quit'}]},
];

function ofApp(names: readonly string[], help: string, kind: AppPlace): Command {
	return {
		names,
		help,
		argument: 'application',
		run: app => named(app, names, [{kind: 'go', place: {kind, app}}]),
	};
}

function reviewing(names: readonly string[], help: string, mode: 'plan' | 'diff'): Command {
	return {
		names,
		help,
		argument: 'application',
		run: app => named(app, names, [{kind: 'go', place: {kind: 'review', app, mode}}]),
	};
}

function named(app: string, [name = '']: readonly string[], effects: readonly Effect[]): readonly Effect[] {
	return app === '' ? [{kind: 'tell', tone: 'bad', text: `:${name} needs an application: :${name} NAME`}] : effects;
}

/** What a line after `:` does. */
export function runCommand(text: string, scene: Scene): readonly Effect[] {
	const [word = '', argument = '', ...rest] = text.trim().split(/\s+/);
	if (word === '') {
		return [];
	}

	const command = commands.find(({names}) => names.includes(word));
	if (!command) {
		return [{kind: 'tell', tone: 'bad', text: `no command :${word}; ? lists them`}];
	}

	const mistake = mistakeOf(command, {word, argument, rest}, scene);
	return mistake === undefined ? command.run(argument, scene) : [{kind: 'tell', tone: 'bad', text: mistake}];
}

function mistakeOf(
	command: Command,
	{word, argument, rest}: {readonly word: string; readonly argument: string; readonly rest: readonly string[]},
	scene: Scene,
): string | undefined {
	const hasRoom = rest.length === 0 && (argument === '' || command.argument !== undefined);
	if (!hasRoom) {
		return `:${word} takes ${command.argument ? 'one' : 'no'} name`;
	}

	return argument === '' || candidates(command, scene).includes(argument)
		? undefined
		: `no ${command.argument} ${argument}`;
}

/** What the line could become, the likeliest first. */
export function completions(text: string, scene: Scene): readonly string[] {
	const [, word = '', space = '', argument = ''] = /^\s*(\S*)(\s*)(\S*)/.exec(text) ?? [];
	if (space === '') {
		return commands.flatMap(({names}) => names.filter(name => name.startsWith(word)).slice(0, 1)).toSorted(shorter);
	}

	const command = commands.find(({names}) => names.includes(word));
	const all = command?.argument ? candidates(command, scene) : [];
	const found = [
		...all.filter(name => name.startsWith(argument)),
		...all.filter(name => !name.startsWith(argument) && name.includes(argument)),
	];
	return found.slice(0, 20).map(name => `${word} ${name}`);
}

function candidates({argument}: Command, {board}: Scene): readonly string[] {
	return argument === 'context' ? (board.hello?.contexts ?? []) : [...board.rows.keys()].toSorted();
}

function shorter(a: string, b: string): number {
	return a.length - b.length;
}
