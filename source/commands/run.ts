import type {Diagnosis} from '../model/diagnosis.ts';
import type {Engine} from '../model/engine.ts';
import {OperatorError, UsageError} from '../model/operator-error.ts';
import type {EngineOptions, Session} from '../model/protocol.ts';
import {oneLine} from '../text/escape.ts';
import {type Request, readArguments} from './arguments/arguments.ts';
import {helpText, verbHelp} from './arguments/help.ts';
import {exitCodes} from './exit-codes.ts';
import {errorText} from './text/error-text.ts';
import type {Context} from './verb.ts';
import {verbs} from './verbs.ts';

/** What the program is given: the person's terminal, and ways to the engine. */
export type World = Pick<
	Context,
	'out' | 'err' | 'ask' | 'isTerminal' | 'width' | 'paint' | 'signal' | 'by' | 'now'
> & {
	readonly version: string;
	/** Whether a bug is shown with its stack trace. */
	readonly isDebugging: boolean;
	createEngine(options: EngineOptions): Promise<Engine>;
	startSession(options: EngineOptions): Promise<Session>;
	diagnose(options: EngineOptions): Promise<Diagnosis>;
	/** Rejects with an `OperatorError` where there is no terminal for it, or the engine can't go on. */
	openInterface(options: EngineOptions): Promise<number>;
	openDemo(): Promise<number>;
	startSandbox: Context['startSandbox'];
};

type VerbRequest = Extract<Request, {kind: 'verb'}>;

/** Does what the arguments ask for; resolves to the exit code. */
export async function run(argv: readonly string[], world: World): Promise<number> {
	try {
		const request = readArguments(argv, verbs);
		switch (request.kind) {
			case 'version':
				world.out(`${world.version}\n`);
				return exitCodes.done;
			case 'help':
				world.out(request.verb === undefined ? helpText(verbs) : verbHelp(request.verb, verbs));
				return exitCodes.done;
			case 'verb':
				return await runVerb(request, world);
		}
	} catch (error) {
		return explain(error, world);
	}
}

async function runVerb(request: VerbRequest, world: World): Promise<number> {
	const {verb} = request;
	let engine: Promise<Engine> | undefined;
	try {
		return await verb.run({
			...world,
			...(request.app === undefined ? {} : {app: request.app}),
			flags: request.flags,
			engine: () => {
				engine ??= world.createEngine({
					...optionsOf(request),
					mayForget: !verb.writes,
					...(verb.needsNoCluster || request.flags.compared ? {mayLackCluster: true} : {}),
				});
				return engine;
			},
			diagnose: () => world.diagnose(optionsOf(request)),
			session: ({isReadOnly}) => world.startSession({...optionsOf(request), isReadOnly}),
			openInterface: options => world.openInterface({...optionsOf(request), ...options}),
		});
	} catch (error) {
		const code = explain(error, world);
		return code === exitCodes.failed ? (verb.errorCode ?? code) : code;
	} finally {
		const opened = await engine?.catch(() => undefined);
		await opened?.close();
	}
}

function optionsOf({app, flags}: VerbRequest): EngineOptions {
	const {files, application, compared, kubeconfig, context, state, cache, config, intervalMs, confirmedCluster} = flags;
	return {
		files,
		...(application === undefined ? {} : {flags: application}),
		...(app === undefined ? {} : {only: app}),
		...(kubeconfig === undefined ? {} : {kubeconfig}),
		...(context === undefined ? {} : {context}),
		...(state === undefined ? {} : {state}),
		...(cache === undefined ? {} : {cache}),
		...(config === undefined ? {} : {config}),
		intervalMs,
		...(confirmedCluster === undefined ? {} : {confirmedCluster}),
		// What is compared is no state of anything.
		isReadOnly: compared !== undefined,
		isHeld: false,
	};
}

/** Says in a line what went wrong; the exit code. */
function explain(error: unknown, {err, signal, isDebugging}: World): number {
	// What was cut short by Ctrl-C fails in many ways; none of them is news.
	if (signal.aborted && !(error instanceof UsageError)) {
		err('trueup: interrupted\n');
		return exitCodes.interrupted;
	}

	if (error instanceof OperatorError) {
		err(errorText(error));
		return error instanceof UsageError ? exitCodes.misused : exitCodes.failed;
	}

	const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
	err(`trueup: this should not have happened, it is a bug of trueup: ${oneLine(text)}\n`);
	err(isDebugging && error instanceof Error ? `${error.stack}\n` : 'With TRUEUP_DEBUG=1 it says where.\n');
	return exitCodes.failed;
}
