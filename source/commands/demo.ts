import {UsageError} from '../model/operator-error.ts';
import type {Verb} from './verb.ts';

export const demo: Verb = {
	name: 'demo',
	summary: 'The interface on a cluster, a Git repository and applications of its own; needs only Node and git',
	details: [
		'Everything is in a temporary folder, which is removed at the end. The interface says where it is, so that kubectl',
		'and git can be used on it from another window.',
	],
	takesApplication: false,
	needsNoApplications: true,
	flags: ['help'],
	outputs: ['text'],
	async run({openDemo, isTerminal}) {
		if (!isTerminal.in || !isTerminal.out) {
			throw new UsageError('the demo is the interface, and needs a terminal for its input and its output');
		}

		return openDemo();
	},
};
