import type {Application} from '../model/application.ts';
import type {Report} from '../model/event.ts';
import type {Plan} from '../model/plan.ts';
import type {ResourceKey} from '../model/resource.ts';
import type {Outage, Row} from '../model/row.ts';
import {Patience} from './patience.ts';
import {type Tell, tellAbout} from './tell.ts';

export type RunningOperation = {
	readonly plan: Plan;
	/** The objects that it changes. */
	readonly due: ReadonlySet<ResourceKey>;
	/** The versions that it made of them so far. */
	readonly written: ReadonlyMap<ResourceKey, string>;
	readonly stop: AbortController;
	readonly ended: Promise<void>;
	/** Who approved it, `user@host`; empty for what is automated. */
	readonly approvedBy: string;
	/** How far it has come, for the application's row. */
	progress: string;
};

/** Why an application could not be looked at, since when, and when that is tried again; times in milliseconds since 1970. */
export type Trouble = {
	readonly since: number;
	readonly message: string;
	readonly nextAt: number;
	/** It is the cluster that does not answer. */
	readonly isOutage: boolean;
};

/** Operations that failed in a row; times in milliseconds since 1970. */
export type Failure = {
	/** `Plan.rendered` of them: what Git declares anew is tried at once. */
	readonly rendered: string;
	readonly count: number;
	readonly since: number;
	/** Why the last one did. */
	readonly message: string;
	readonly nextAt: number;
};

/** Why what is known is not news any more, in words; with the outage of the cluster that it is because of. */
export type Stale = {readonly reason: string; readonly outage?: Outage};

/** What the loop remembers of one application between its passes. */
export class AppState {
	application: Application;
	readonly tell: Tell;
	readonly patience = new Patience();
	/** Drift that was told, by object and change. */
	told: ReadonlySet<string> = new Set();
	/** What was told of the last comparison. */
	compared: string | undefined;
	/** What a person was told to approve. */
	asked: string | undefined;
	running: RunningOperation | undefined;
	/** Its repositories are being asked, because another trueup may be ahead. */
	isAsking = false;
	/** The digest of the plan that is still to be carried out after they were asked. */
	checked = '';
	/** Operations that have ended so far. */
	ended = 0;
	/** Operations that failed in a row; undefined while none did. */
	failure: Failure | undefined;
	/** No operation before then, by `Clock.ticks`. */
	retryAt = 0;
	/** Passes that failed in a row: its cluster can't be reached. */
	troubles = 0;
	/** What the last of them was. */
	trouble: Trouble | undefined;
	/** Operations of processes before this one were looked for. */
	hasLooked = false;
	/** What was found, and what is shown of it with all that goes on. */
	found: Row | undefined;
	row: Row | undefined;
	/** How many of its objects this user may not see. */
	unseen = 0;
	/** Who keeps changing what it declares, and when that is repaired next, in words; empty while nobody does. */
	fight = '';
	/** When the cluster is asked again whether it still refuses objects of it, in milliseconds since 1970. */
	askedAgainAt: number | undefined;
	/** Where it was last compared, and why that is not news any more. */
	context = '';
	stale: Stale | undefined;
	/** Problems that were told, each with the object or the file that it is about. */
	problems: ReadonlyMap<string, string> = new Map();
	/** `context namespace` of objects that are not healthy: their pods are followed. */
	doubts: ReadonlySet<string> = new Set();
	/** These objects. */
	unwell: ReadonlySet<ResourceKey> = new Set();
	/** The same as `doubts` of objects that somebody looks at. */
	looked: ReadonlySet<string> = new Set();
	/** The next look that is due, by `Clock.ticks`. */
	alarm: number | undefined;

	constructor(application: Application, report: Report) {
		this.application = application;
		this.tell = tellAbout(application.name, report);
	}
}
