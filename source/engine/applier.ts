import type {Change} from '../model/change.ts';
import {type JsonObject, members} from '../model/json.ts';
import {ChangedError, FieldConflictError, ForbiddenError, OperatorError} from '../model/operator-error.ts';
import type {Store} from '../model/ports.ts';
import {describe, keyOf, kindKeyOf, type Live, type ResourceKey} from '../model/resource.ts';
import {hashOf} from '../plan/canonical.ts';
import {claimOf, takesFromKubectl, update, withoutBookkeeping} from '../plan/change.ts';
import type {Desired} from '../plan/desired.ts';
import {maskSecret} from '../plan/secret.ts';
import type {Examined} from './examine.ts';
import {patienceAskedBy} from './patience.ts';
import {noteRefusal} from './permissions.ts';
import type {Tell} from './tell.ts';

export type Applying = {
	readonly examined: Examined;
	readonly store: Store;
	readonly tell: Tell;
	/** A person approved the changes: each holds only while its object is as it was seen. */
	readonly isApproved: boolean;
	/** Hears what an apply made of an object. */
	readonly onApplied: (desired: Desired, live: Live) => void;
	/** Ends requests in flight; not what ends the operation. */
	readonly requests: AbortSignal;
};

/** What became of one change. */
export type Outcome =
	| {readonly kind: 'done'}
	| {
			readonly kind: 'failed';
			readonly message: string;
			readonly patienceMs: number;
			/** It was refused for a right that is lacking. */
			readonly isForbidden: boolean;
	  }
	/** The object is not any more what was approved. */
	| {readonly kind: 'moved'; readonly message: string};

/** The version alone would let a server make an object anew that is gone; the uid does not. */
type Precondition = {readonly uid?: string; readonly resourceVersion?: string};

class MovedError extends OperatorError {}

/** An object that its controllers keep writing (status) moves without being another one. */
const mostTries = 8;

/** Carries changes out, one at a time or many together. */
export class Applier {
	readonly #applying: Applying;
	readonly #desired: ReadonlyMap<ResourceKey, Desired>;

	constructor(applying: Applying) {
		this.#applying = applying;
		this.#desired = new Map(
			applying.examined.compared.flatMap(({desired}) => (desired ? [[desired.key, desired] as const] : [])),
		);
	}

	async apply(change: Change): Promise<Outcome> {
		try {
			await this.#carryOut(change);
			return {kind: 'done'};
		} catch (error) {
			if (!(error instanceof OperatorError)) {
				throw error;
			}

			const lack = await this.#lackIn(error, change);
			const said = lack === undefined ? withAdvice(error) : `is refused: ${lack}`;
			this.#applying.tell({kind: 'failed', resource: change.id, message: said});
			const message = `${describe(change.id)}: ${lack ?? error.message}`;
			return error instanceof MovedError
				? {kind: 'moved', message}
				: {kind: 'failed', message, patienceMs: patienceAskedBy(error), isForbidden: lack !== undefined};
		}
	}

	/** The right that is lacking, in words; nothing where it is something else, or the kind is not there any more. */
	async #lackIn(error: OperatorError, {op, id}: Change): Promise<string | undefined> {
		if (!(error instanceof ForbiddenError && error.isUnauthorized)) {
			return undefined;
		}

		const {
			examined: {site},
			requests,
		} = this.#applying;
		const kind = this.#desired.get(keyOf(id))?.kind ?? site.kinds().get(kindKeyOf(id))?.[0];
		return kind && (await noteRefusal(op, {id, kind}, site, requests).catch(() => undefined));
	}

	async #carryOut(change: Change): Promise<void> {
		const desired = this.#desired.get(keyOf(change.id));
		if (change.op === 'delete') {
			await this.#remove(change);
		} else if (desired) {
			await this.#write(change, desired);
		}
	}

	async #write(change: Change, desired: Desired): Promise<void> {
		for (let attempt = 1; ; attempt++) {
			try {
				await this.#writeOnce(change, desired);
				return;
			} catch (error) {
				if (!(error instanceof ChangedError) || attempt === mostTries) {
					throw error;
				}
			}
		}
	}

	async #writeOnce(change: Change, desired: Desired): Promise<void> {
		const {
			examined: {site},
			tell,
			isApproved,
			onApplied,
		} = this.#applying;
		const seen = change.op === 'create' ? undefined : await this.#stillAsSeen(change, desired);
		const base = seen && (await this.#takeFromKubectl(desired, seen));
		const precondition = isApproved && base ? {uid: base.uid, resourceVersion: base.resourceVersion} : {};
		const {live, isNew, warnings} = await this.#applyOrTake(desired, precondition);
		// First, so that whoever hears of it from the cache knows it for our own.
		onApplied(desired, live);
		site.live.put(live);
		site.noteInUse(desired.kind);
		for (const warning of warnings) {
			tell({kind: 'warning', resource: desired.id, message: warning});
		}

		const present = seen?.resourceVersion === live.resourceVersion ? 'unchanged' : 'configured';
		const kind = isNew ? 'created' : present;
		const surprise = change.op === 'create' && !isNew ? ': somebody else made it in the meantime' : '';
		tell({kind, resource: desired.id, message: `${kind}${surprise}`});
	}

	async #takeFromKubectl(desired: Desired, seen: Live): Promise<Live> {
		const {examined, requests} = this.#applying;
		return takesFromKubectl(desired, seen) ? examined.site.cluster.takeFromKubectl(desired.kind, seen, requests) : seen;
	}

	/** Without force first, so that it is known from whom fields are taken; then Git wins. */
	async #applyOrTake(desired: Desired, {uid, ...precondition}: Precondition) {
		const {
			examined: {
				site: {cluster},
			},
			tell,
			requests,
		} = this.#applying;
		const options = {dryRun: false, ...precondition};
		const body = uid === undefined ? desired.body : withUid(desired.body, uid);
		try {
			return await cluster.apply(desired.kind, body, {...options, force: false}, requests);
		} catch (error) {
			if (!(error instanceof FieldConflictError)) {
				throw error;
			}

			const taken = error.conflicts.map(({manager, path}) => `${path} from ${manager}`).join(', ');
			tell({kind: 'conflict', resource: desired.id, message: `takes back ${taken}: Git wins`});
			return cluster.apply(desired.kind, body, {...options, force: true}, requests);
		}
	}

	/** The object as it is now, if the change would still be the one that was approved. */
	async #stillAsSeen(change: Change, desired: Desired): Promise<Live> {
		const known = this.#applying.examined.site.live.find(desired.key);
		const isKnown = known?.resourceVersion === change.seen.resourceVersion;
		const live = known && isKnown ? known : await this.#readAgain(desired);
		if (live === undefined) {
			throw new MovedError('is gone since it was compared');
		}

		if (this.#applying.isApproved && live.resourceVersion !== change.seen.resourceVersion) {
			await this.#checkSame(change, desired, live);
		}

		return live;
	}

	async #readAgain(desired: Desired): Promise<Live | undefined> {
		const {
			examined: {site},
			requests,
		} = this.#applying;
		const live = await site.cluster.read(desired.kind, desired.id, requests);
		if (live) {
			site.live.put(live);
		}

		return live;
	}

	async #checkSame(change: Change, desired: Desired, live: Live): Promise<void> {
		const {
			examined: {site, application},
			store: {secretKey},
			requests,
		} = this.#applying;
		const {live: answer} = await site.cluster.apply(desired.kind, desired.body, {dryRun: true, force: true}, requests);
		const claim = claimOf(live, application);
		const now = update({desired, live, claim, answer, secretKey});
		if (now?.digest !== change.digest) {
			throw new MovedError('moved since it was approved: plan again');
		}
	}

	async #remove(change: Change): Promise<void> {
		const {
			examined: {site},
			store: {secretKey},
			isApproved,
			requests,
			tell,
		} = this.#applying;
		const live = site.live.find(keyOf(change.id));
		const kind = site.kinds().get(kindKeyOf(change.id))?.[0];
		if (!live || !kind) {
			return;
		}

		const now = hashOf(withoutBookkeeping(maskSecret(live.body, secretKey)));
		if (isApproved && now !== hashOf(change.before ?? null)) {
			throw new MovedError('moved since its deletion was approved: plan again');
		}

		await site.cluster.remove(kind, change.id, {uid: change.seen.uid}, requests);
		tell({kind: 'deleted', resource: change.id, message: 'deleted: gone from Git'});
	}
}

function withUid(body: JsonObject, uid: string): JsonObject {
	return {...body, metadata: {...members(body, 'metadata'), uid}};
}

function withAdvice({message, advice}: OperatorError): string {
	return advice === '' ? message : `${message}. ${advice}`;
}
