import {commonFlags} from './arguments/flags.ts';
import {follow} from './follow.ts';
import type {Verb} from './verb.ts';

export const watch: Verb = {
	name: 'watch',
	summary: 'Show states and events as they change, until Ctrl-C; writes nothing',
	details: ['Without APP it shows all applications.'],
	takesApplication: true,
	flags: commonFlags,
	outputs: ['text', 'json'],
	run: context => follow(context, {isReadOnly: true, hasRows: true}),
};
