import {vi} from 'vitest';
import packageJson from '../../../package.json' with {type: 'json'};
import {run} from '../../../source/commands/run.ts';
import {createPaint} from '../../../source/text/paint.ts';
import {openEngine} from '../../../source/wiring.ts';
import type {Finished} from '../../support/program.ts';

const none = () => Promise.reject(new Error('only verbs that end by themselves are run in the process of a test'));

/**
 * Runs a verb with the whole engine as the program does, but in this process: many verbs cost one start. The built program
 * is run by `trial.start`.
 */
export async function runInProcess(args: readonly string[], home: string): Promise<Finished> {
	const written = {stdout: '', stderr: ''};
	vi.stubEnv('HOME', home);
	for (const name of ['XDG_CONFIG_HOME', 'XDG_STATE_HOME', 'XDG_CACHE_HOME', 'KUBECONFIG']) {
		vi.stubEnv(name, undefined);
	}

	try {
		const code = await run(args, {
			out: text => {
				written.stdout += text;
			},
			err: text => {
				written.stderr += text;
			},
			ask: async () => undefined,
			isTerminal: {in: false, out: false},
			width: Number.POSITIVE_INFINITY,
			paint: createPaint(false),
			signal: new AbortController().signal,
			by: 'ada@example.test',
			now: Date.now,
			version: packageJson.version,
			isDebugging: false,
			createEngine: async options => {
				const engine = await openEngine(options);
				written.stderr += engine.remarks.map(remark => `trueup: ${remark}\n`).join('');
				return engine;
			},
			startSession: none,
			diagnose: none,
			openInterface: none,
			openDemo: none,
			startSandbox: none,
		});
		return {code, ...written};
	} finally {
		vi.unstubAllEnvs();
	}
}
