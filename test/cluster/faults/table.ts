import type {Place} from '../support/trial.ts';
import type {Stage} from './stage.ts';

/**
 * One fault, and the moment at which it strikes. `endure` lets it happen, and checks what must hold always;
 * the title of its test is made of the first two. Moments are found by events: a line of a program, a request, an audit entry.
 */
export type Fault<P extends Place = Place> = {
	/** What goes wrong: `the API server is killed`. */
	readonly fault: string;
	/** At which moment: `while trueup lists`. */
	readonly when: string;
	/** Whether all that Git declares is in place when it strikes (so where absent), or the programs have just been started. */
	readonly begins?: 'deployed' | 'fresh';
	/** What Git declares, besides the Secret that is never to be seen; the usual objects where absent. */
	readonly declares?: readonly Manifest[];
	/** Before the programs are started: a rule of the proxy that waits for its request. */
	arm?(stage: Stage<P>): Promise<void> | void;
	strike(stage: Stage<P>): Promise<void> | void;
	/** What the application's row says of it while it lasts; absent for what is over before anybody could read it. */
	readonly told?: RegExp;
	/** Ends it. Nobody helps from then on. */
	heal?(stage: Stage<P>): Promise<void> | void;
	/** What must hold besides what always must, once all is well again. */
	holds?(stage: Stage<P>): Promise<void> | void;
	/** An apply whose answer was lost is sent again: then each write is one that was planned, and may be there twice. */
	readonly isRepeated?: boolean;
	/** Writes that are planned meanwhile, besides those of what was declared first: `patch configmaps/b`. */
	readonly adds?: readonly string[];
	/** How often it strikes and is healed: what grows with each time is seen. */
	readonly rounds?: number;
};

export type Manifest = Readonly<Record<string, unknown>> & {
	readonly kind: string;
	readonly metadata: {readonly name: string};
};
