import type {Coordinates, Kubectl} from '../kubectl.ts';
import {apply} from './apply.ts';
import {type Invocation, readArguments} from './invocation.ts';
import {get, rollout, wait} from './read.ts';
import {createResources} from './resources.ts';
import {createServer} from './server.ts';
import {annotate, create, label, patch, remove, run, scale, set} from './write.ts';

const commands: Readonly<Record<string, (invocation: Invocation) => Promise<string>>> = {
	annotate,
	apply,
	create,
	delete: remove,
	get,
	label,
	patch,
	rollout,
	run,
	scale,
	set,
	wait,
};

/**
 * A kubectl that needs no program: of its sub-commands and flags those that the tests use, with the requests and under
 * the field managers of the real one. Throws at all others.
 */
export function createPlainKubectl(coordinates: Coordinates): Kubectl {
	const server = createServer(coordinates);
	const resources = createResources(server);
	return async (args, input = '') => {
		const {words, flags} = readArguments(args);
		const [name = '', ...rest] = words;
		const command = commands[name];
		if (command === undefined) {
			throw new Error(`not understood by the tests' kubectl: ${args.join(' ')}`);
		}

		try {
			return {code: 0, stdout: await command({server, resources, words: rest, flags, input}), stderr: ''};
		} catch (error) {
			return {code: 1, stdout: '', stderr: `${error instanceof Error ? error.message : String(error)}\n`};
		}
	};
}
