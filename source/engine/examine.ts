import {assess, needsOwned} from '../health/assess.ts';
import type {Application} from '../model/application.ts';
import type {Change} from '../model/change.ts';
import {type Health, worst} from '../model/health.ts';
import {dig} from '../model/json.ts';
import type {Problem} from '../model/problem.ts';
import {describe, type Live, type ResourceId, type ResourceKey} from '../model/resource.ts';
import type {ResourceRow, SyncStatus} from '../model/row.ts';
import type {Rendered} from '../model/sources.ts';
import type {Desired} from '../plan/desired.ts';
import type {Site} from './sites.ts';
import type {Part} from './source-parts.ts';

/** One object of an application, compared. */
export type Compared = {
	readonly id: ResourceId;
	readonly key: ResourceKey;
	readonly wave: number;
	readonly desired: Desired | undefined;
	readonly live: Live | undefined;
	readonly change: Change | undefined;
	/** Why it can't be compared or applied. */
	readonly problem: Problem | undefined;
	/** When the cluster is asked again whether it still refuses it, by `Clock.ticks`. */
	readonly askedAgainAt?: number;
	/** Why this user may not read it. */
	readonly unseen?: string;
	/** It, or its namespace, is being deleted: nothing can be done until it is gone. */
	readonly isHeld?: true;
	/** The namespace of `CreateNamespace=true`: no manifest declares it. */
	readonly isUntracked?: true;
};

/** One application, compared with its cluster. */
export type Examined = {
	readonly application: Application;
	readonly site: Site;
	readonly revision: string;
	readonly compared: readonly Compared[];
	/** Objects that bear our marks and are gone from Git. */
	readonly leftovers: readonly Compared[];
	readonly problems: readonly Problem[];
	readonly rendered: Rendered | undefined;
	/** Of its sources, each; none for a render that was not timed. */
	readonly parts: readonly Part[];
	/** How long the render took, in milliseconds; 0 for one that was not timed. */
	readonly tookMs: number;
	/** What this user may not do with its objects, and what holds nothing back. */
	readonly remarks: readonly string[];
	/** What this user may not see beside its objects: nothing is known to be wrong there. */
	readonly asides: readonly string[];
};

export function syncOf(examined: Pick<Examined, 'compared' | 'leftovers' | 'problems' | 'rendered'>): SyncStatus {
	const isDifferent =
		examined.leftovers.length > 0 || examined.compared.some(({change, isHeld}) => change !== undefined || isHeld);
	if (isDifferent) {
		return 'OutOfSync';
	}

	const isUnknown = examined.rendered === undefined || examined.problems.some(({scope}) => scope !== 'source');
	return isUnknown ? 'Unknown' : 'Synced';
}

/** Health of one object; what it owns is looked at where its own status does not say enough. */
export async function healthOf(live: Live | undefined, site: Site, signal: AbortSignal): Promise<Health> {
	if (live === undefined) {
		return {status: 'Missing', message: ''};
	}

	return assess(live, needsOwned(live) ? await site.owned.of(live, signal) : []);
}

const unknown: Health = {status: 'Unknown', message: ''};

/** An object's line in `get`. */
export async function resourceRow(compared: Compared, site: Site, signal: AbortSignal): Promise<ResourceRow> {
	const {id, wave, change, problem, live, desired, isHeld, unseen} = compared;
	const health = unseen !== undefined ? unknown : await healthOf(live, site, signal);
	const isLeftover = desired === undefined;
	const going = isHeld ? waiting(compared) : '';
	const remark = isLeftover ? 'left over: gone from Git, deleted only by a sync that prunes' : health.message || going;
	return {
		group: id.group,
		version: id.version,
		kind: id.kind,
		namespace: id.namespace,
		name: id.name,
		sync: problem ? 'Unknown' : change || isLeftover || isHeld ? 'OutOfSync' : 'Synced',
		health: health.status,
		message: notAllowed(compared) ?? problem?.message ?? remark,
		wave,
	};
}

function waiting({live, id}: Compared): string {
	const isNamespace = dig(live?.body, 'metadata', 'deletionTimestamp') === undefined;
	return `waiting for the deletion of ${isNamespace ? `namespace ${id.namespace}` : 'what is there'}`;
}

/** The whole sentence is among the problems, once for all objects of which it is true. */
function notAllowed({unseen, change}: Compared): string | undefined {
	if (unseen !== undefined) {
		return 'not seen: not allowed';
	}

	return change?.forbidden === undefined ? undefined : `not ${done[change.op]}: not allowed`;
}

const done = {create: 'created', update: 'changed', replace: 'replaced', delete: 'deleted'} as const;

/** The worst of all, and which object it is. */
export function overall(rows: readonly ResourceRow[]): Health {
	const all = rows.map(row => {
		const why = row.health === 'Missing' && row.message === '' ? 'not there' : row.message;
		const what = why === '' ? describe(row) : `${describe(row)}: ${why}`;
		return {status: row.health, message: what};
	});
	const {status, message} = worst(all);
	return {status, message: status === 'Healthy' ? '' : message};
}
