import type {Application} from '../model/application.ts';
import type {Ports, Store} from '../model/ports.ts';
import type {Live, ResourceKey} from '../model/resource.ts';
import {type Claim, claimOf, creation, update} from '../plan/change.ts';
import type {Desired} from '../plan/desired.ts';
import {maskSecret} from '../plan/secret.ts';
import {localDifferences} from '../plan/settled.ts';
import type {Compared} from './examine.ts';
import {isGoing, leftoversOf} from './leftovers.ts';
import {lackingFor, lackingToSee, whyUnseen} from './permissions.ts';
import {contestedProblem, refusal} from './refusal.ts';
import type {Site} from './sites.ts';
import {Trials, type Tried} from './trials.ts';
import {Verdicts} from './verdicts.ts';

/**
 * How hard to look.
 * - `judge`: differences are proven by a dry-run; creations are not tried
 * - `plan`: creations too, so that admission is seen
 * - `apply`: no dry-run; nobody is going to look, and the apply itself will tell
 */
export type Rigour = 'judge' | 'plan' | 'apply';

export type Comparing = {
	readonly application: Application;
	readonly site: Site;
	readonly desired: readonly Desired[];
	readonly rigour: Rigour;
	/** Namespaces that are going to be made. */
	readonly coming: ReadonlySet<string>;
	/** Namespaces that are being deleted. */
	readonly going: ReadonlySet<string>;
	/** Objects that other applications declare too. */
	readonly contested: ReadonlyMap<ResourceKey, readonly string[]>;
	/** Objects that a running operation writes: they are not looked for beside the watches. */
	readonly pending: ReadonlySet<ResourceKey> | undefined;
};

type Present = {readonly desired: Desired; readonly live: Live; readonly claim: Claim};

/** Compares what Git declares with what is there, cheapest question first. */
export class Comparer {
	readonly #store: Store;
	readonly #verdicts: Verdicts;
	readonly #trials: Trials;

	constructor({store, clock}: Pick<Ports, 'store' | 'clock'>) {
		this.#store = store;
		this.#verdicts = new Verdicts(store);
		this.#trials = new Trials(clock);
	}

	/** Compares all; keeps what was found in sync, once nothing of it is being written any more. */
	async compareAll(comparing: Comparing, signal: AbortSignal): Promise<readonly Compared[]> {
		const {desired, pending} = comparing;
		const compared = await Promise.all(desired.map(one => this.#compareOne(one, comparing, signal)));
		if (pending === undefined) {
			this.#verdicts.save(placeOf(comparing), new Set(desired.map(({key}) => key)));
		}

		return compared;
	}

	/** An apply has just made the object what Git declares. */
	noteApplied(at: Pick<Comparing, 'site' | 'application'>, desired: Desired, live: Live): void {
		this.#verdicts.note(placeOf(at), desired, live);
	}

	/** What this application was refused is asked again at its next look. */
	askAgain(app: string): void {
		this.#trials.askAgain(app);
	}

	/** What bears our marks and is not declared. */
	leftovers(of: Pick<Comparing, 'application' | 'site' | 'desired'>): readonly Compared[] {
		return leftoversOf(of, this.#store.secretKey);
	}

	async #compareOne(desired: Desired, comparing: Comparing, signal: AbortSignal): Promise<Compared> {
		const {application, contested, going} = comparing;
		const rivals = contested.get(desired.key);
		const lacking = await lackingToSee(desired, comparing, signal);
		if (lacking.length > 0) {
			const {id, key, wave} = desired;
			const why = await whyUnseen(desired, lacking, comparing.site, signal);
			return {id, key, wave, desired, live: undefined, change: undefined, ...why};
		}

		const live = await liveOf(desired, comparing, signal);
		const base = {id: desired.id, key: desired.key, wave: desired.wave, desired, live, change: undefined};
		if (rivals) {
			return {...base, problem: contestedProblem(desired, application, rivals)};
		}

		if (isGoing(live) || going.has(desired.id.namespace)) {
			return {...base, problem: undefined, isHeld: true};
		}

		const found = live
			? await this.#comparePresent(desired, live, comparing, signal)
			: await this.#compareMissing(desired, comparing, signal);
		return {...base, ...told(found)};
	}

	async #compareMissing(desired: Desired, comparing: Comparing, signal: AbortSignal): Promise<Tried> {
		const {application, site, rigour, coming} = comparing;
		const {secretKey} = this.#store;
		const untried = () => creation(desired, undefined, secretKey);
		const isPlain = rigour !== 'plan' || desired.isKindNew || coming.has(desired.id.namespace);
		if (isPlain || (await lackingFor('create', desired, site, signal)).length > 0) {
			return untried();
		}

		const ask = async () => {
			const options = {dryRun: true, force: false};
			const {live} = await site.cluster.apply(desired.kind, desired.body, options, signal);
			return creation(desired, live.body, secretKey);
		};
		const question = `${site.identity} ${desired.key} ${desired.hash} new`;
		const refused = (error: unknown) => refusal(desired, error, []);
		return this.#trials.ask(
			question,
			{app: application.name, ask, refused, site, op: 'create', desired, untried},
			signal,
		);
	}

	async #comparePresent(desired: Desired, live: Live, comparing: Comparing, signal: AbortSignal): Promise<Tried> {
		const {application} = comparing;
		const claim = claimOf(live, application);
		const at = placeOf(comparing);
		if (claim.kind === 'ours' && this.#verdicts.holds(at, desired, live)) {
			return undefined;
		}

		const isSettled = claim.kind === 'ours' && this.#isInSync(desired, live, at);
		const found = isSettled ? undefined : await this.#judge({desired, live, claim}, comparing, signal);
		if (found === undefined) {
			this.#verdicts.note(at, desired, live);
		}

		return found;
	}

	#isInSync(desired: Desired, live: Live, at: ReturnType<typeof placeOf>): boolean {
		if (this.#verdicts.holdsForContent(at, desired, live)) {
			return true;
		}

		const masked = {...live, body: maskSecret(live.body, this.#store.secretKey, desired.masked)};
		return localDifferences(desired.masked, masked).length === 0;
	}

	async #judge({desired, live, claim}: Present, comparing: Comparing, signal: AbortSignal): Promise<Tried> {
		const {application, site, rigour} = comparing;
		const {secretKey} = this.#store;
		const untried = () => update({desired, live, claim, answer: undefined, secretKey});
		if (rigour === 'apply' || (await lackingFor('update', desired, site, signal)).length > 0) {
			return untried();
		}

		const question = `${site.identity} ${desired.key} ${desired.hash} ${live.uid} ${live.resourceVersion}`;
		const ask = async () => {
			const options = {dryRun: true, force: true};
			const {live: answer} = await site.cluster.apply(desired.kind, desired.body, options, signal);
			return update({desired, live, claim, answer, secretKey});
		};
		const refused = (error: unknown) => refusal(desired, error, this.#differing(desired, live));
		return this.#trials.ask(
			question,
			{app: application.name, ask, refused, site, op: 'update', desired, untried},
			signal,
		);
	}

	/** The fields of the specification that Git wants otherwise. */
	#differing(desired: Desired, live: Live): readonly string[] {
		const masked = {...live, body: maskSecret(live.body, this.#store.secretKey, desired.masked)};
		const paths = localDifferences(desired.masked, masked).map(({path}) => path);
		return paths.filter(path => !path.startsWith('metadata.')).slice(0, 5);
	}
}

function placeOf({site, application}: Pick<Comparing, 'site' | 'application'>) {
	return {cluster: site.identity, app: application.name};
}

function told(tried: Tried): Pick<Compared, 'change' | 'problem' | 'askedAgainAt'> {
	if (tried === undefined) {
		return {change: undefined, problem: undefined};
	}

	if ('op' in tried) {
		return {change: tried, problem: undefined};
	}

	const {problem, askedAgainAt} = tried;
	return {change: undefined, problem, askedAgainAt};
}

/** The object in the version in which Git declares it. */
async function liveOf(
	desired: Desired,
	{site, pending}: Pick<Comparing, 'site' | 'pending'>,
	signal: AbortSignal,
): Promise<Live | undefined> {
	const known = site.live.find(desired.key);
	if (known?.id.version === desired.id.version) {
		return known;
	}

	return desired.isKindNew || pending?.has(desired.key) ? undefined : site.lookUp(desired, signal);
}
