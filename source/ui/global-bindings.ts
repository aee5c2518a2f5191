import type {Binding} from './screen.ts';

/** What can be done on every screen. */
export const globalBindings: readonly Binding[] = [
	{keys: ['esc', 'q'], help: 'back', run: () => [{kind: 'back'}]},
	{keys: ['/'], help: 'filter, or search; ! in front turns it round', run: () => [{kind: 'prompt', prompt: 'filter'}]},
	{keys: [':'], help: 'a command', run: () => [{kind: 'prompt', prompt: 'command'}]},
	{keys: ['?'], help: 'keys and commands', run: () => [{kind: 'go', place: {kind: 'help'}}]},
	{
		keys: ['T'],
		help: 'the reconcile loop over all applications',
		run: () => [{kind: 'go', place: {kind: 'stream', app: ''}}],
	},
	{keys: ['ctrl-l'], help: 'draw the whole screen again', run: () => [{kind: 'redraw'}]},
	{keys: ['ctrl-z'], help: 'back to the shell; fg returns', run: () => [{kind: 'suspend'}]},
	{keys: ['ctrl-c'], help: 'quit', run: () => [{kind: 'quit'}]},
];
