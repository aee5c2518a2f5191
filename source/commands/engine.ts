import {commonFlags} from './arguments/flags.ts';
import {follow} from './follow.ts';
import type {Verb} from './verb.ts';

export const engine: Verb = {
	name: 'engine',
	summary: 'Reconcile in the foreground until Ctrl-C: apply, heal and prune as the applications say',
	details: ['Applications that are not automated are watched, and wait for `trueup sync`.'],
	takesApplication: false,
	flags: commonFlags,
	outputs: ['text', 'json'],
	run: context => follow(context, {isReadOnly: false, hasRows: false}),
};
