import type {Diagnosis} from '../model/diagnosis.ts';
import type {Engine} from '../model/engine.ts';
import type {Session} from '../model/protocol.ts';
import type {Paint} from '../text/paint.ts';
import type {FlagName} from './arguments/flags.ts';
import type {Flags, Output} from './arguments/values.ts';

/** What a verb works with: what was asked, the engine, and the person's terminal. */
export type Context = {
	/** The application that was named; see `applicationOf` for verbs that need one. */
	readonly app?: string;
	readonly flags: Flags;
	/** Made at the first call; the caller of the verb closes it. */
	engine(): Promise<Engine>;
	/** Looks at what there is to work with. */
	diagnose(): Promise<Diagnosis>;
	/** Starts the engine in its thread. */
	session(options: {readonly isReadOnly: boolean}): Promise<Session>;
	/** Runs the full-screen interface until its end; resolves to the exit code. `isHeld`: a person has to confirm first. */
	openInterface(options: {readonly isReadOnly: boolean; readonly isHeld: boolean}): Promise<number>;
	/** Runs the interface on a cluster and a repository of its own; resolves to the exit code. */
	openDemo(): Promise<number>;
	/** Starts an embedded cluster in its thread. */
	startSandbox(options: {readonly port?: number}): Promise<Cluster>;
	out(text: string): void;
	err(text: string): void;
	/** Undefined where nobody answers: the end of input, or the signal. */
	ask(question: string): Promise<string | undefined>;
	readonly isTerminal: {readonly in: boolean; readonly out: boolean};
	/** Columns of the terminal; unlimited where stdout is none. */
	readonly width: number;
	readonly paint: Paint;
	/** Aborted by the first SIGINT or SIGTERM. */
	readonly signal: AbortSignal;
	/** Who asks: `user@host`. */
	readonly by: string;
	/** Milliseconds since 1970. */
	now(): number;
};

/** An embedded cluster that runs. */
export type Cluster = {
	readonly url: string;
	/** Text of the admin's kubeconfig. */
	readonly kubeconfig: string;
	/** Resolves after `stop`; rejects where it ends by itself. */
	readonly ended: Promise<void>;
	stop(): Promise<void>;
};

export type Verb = {
	readonly name: string;
	readonly summary: string;
	/** What the help says below the summary. */
	readonly details: readonly string[];
	readonly takesApplication: boolean;
	/** Works without a cluster, though with one it may know more. */
	readonly needsNoCluster?: true;
	/** Works without applications; any other verb is refused where none is given. */
	readonly needsNoApplications?: true;
	/** With files, `--revision` is the one to compare them with. */
	readonly comparesRevisions?: boolean;
	/** Changes clusters. */
	readonly writes?: true;
	readonly flags: readonly FlagName[];
	/** The first is the default. */
	readonly outputs: readonly Output[];
	/** Exit code of an error, where it isn't 1. */
	readonly errorCode?: number;
	/** Resolves to the exit code. */
	run(context: Context): Promise<number>;
};
