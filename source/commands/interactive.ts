import {commonFlags} from './arguments/flags.ts';
import type {Verb} from './verb.ts';

/** What `trueup` does without a verb: the full-screen interface. */
export const interactive: Verb = {
	name: '',
	summary: 'The full-screen interface; it writes nothing before a key confirms the context',
	details: [],
	takesApplication: false,
	flags: [...commonFlags.filter(name => name !== 'output'), 'yes', 'read-only'],
	outputs: ['text'],
	run: ({openInterface, flags: {isYes, isReadOnly}}) => openInterface({isReadOnly, isHeld: !isYes && !isReadOnly}),
};
