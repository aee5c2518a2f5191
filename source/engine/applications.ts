import type {Application, SyncPolicy, Turned} from '../model/application.ts';
import type {Report} from '../model/event.ts';
import type {Configuration, Ports} from '../model/ports.ts';
import type {Problem} from '../model/problem.ts';
import {unknownApplication} from '../model/unknown-application.ts';

const names = ['automated', 'prune', 'selfHeal', 'createNamespace'] as const;

const words = {
	automated: 'auto-sync',
	prune: 'prune',
	selfHeal: 'self-heal',
	createNamespace: 'create-namespace',
} as const satisfies Record<keyof SyncPolicy, string>;

/** The applications as they are now: as declared, with the switches that persons turned, and those that came since. */
export class Applications implements Configuration {
	readonly problems: readonly Problem[];
	readonly #ports: Pick<Ports, 'store' | 'clock'>;
	readonly #report: Report;
	readonly #declared: Map<string, Application>;
	readonly #problemsOf: Map<string, readonly Problem[]>;
	readonly #listeners = new Set<(app: string) => void>();
	#turned: ReadonlyMap<string, readonly Turned[]>;
	#current: readonly Application[];

	constructor(ports: Pick<Ports, 'store' | 'clock'>, configuration: Configuration, report: Report) {
		this.#ports = ports;
		this.#report = report;
		this.problems = configuration.problems;
		this.#declared = new Map(configuration.applications.map(one => [one.name, one]));
		this.#problemsOf = new Map(configuration.problemsOf);
		this.#turned = ports.store.turned();
		this.#current = this.#work();
	}

	/** In the order of their names. */
	get applications(): readonly Application[] {
		return this.#current;
	}

	get problemsOf(): ReadonlyMap<string, readonly Problem[]> {
		return this.#problemsOf;
	}

	named(app: string): Application {
		const found = this.#current.find(({name}) => name === app);
		if (!found) {
			throw unknownApplication(
				app,
				this.#current.map(({name}) => name),
			);
		}

		return found;
	}

	/** Hears which application was switched or added; call what it returns to stop. */
	subscribe(listener: (app: string) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Turns switches, from now on and across restarts. Gives the policy that is in force. */
	turn(app: string, wanted: Partial<SyncPolicy>, by: string): SyncPolicy {
		// Another process may have turned others of them.
		this.reload();
		const {policy} = this.named(app);
		const changed = names.filter(name => wanted[name] !== undefined && wanted[name] !== policy[name]);
		if (changed.length === 0) {
			return policy;
		}

		const declared = this.#declared.get(app)?.policy ?? policy;
		const merged = {...policy, ...Object.fromEntries(changed.map(name => [name, !policy[name]]))};
		const turned = names
			.filter(name => merged[name] !== declared[name])
			.map(name => ({name, isOn: merged[name], declared: declared[name]}));
		const message = changed.map(name => `${words[name]} ${onOff(merged[name])}`).join(', ');
		const time = this.#now();
		this.#ports.store.audit({time, by, what: `switched application ${app}: ${message}`, digest: ''});
		this.#ports.store.turn(app, {turned, entry: {time, by, message}});
		this.#report({kind: 'switched', app, message: `${message}, by ${by}`});
		this.#take();
		return this.named(app).policy;
	}

	/** Gives up what was turned by hand before the manifest came to say otherwise. */
	dropOutdated(): void {
		for (const [app, turned] of this.#turned) {
			const declared = this.#declared.get(app)?.policy;
			const outdated = declared ? turned.filter(one => one.declared !== declared[one.name]) : [];
			if (declared && outdated.length > 0) {
				const what = outdated.map(({name}) => `${words[name]} ${onOff(declared[name])}`).join(', ');
				const message = `${what}: the manifest was changed and is in force again`;
				const entry = {time: this.#now(), by: 'trueup', message};
				const left = turned.filter(one => !outdated.includes(one));
				this.#ports.store.turn(app, {turned: left, entry});
				this.#report({kind: 'switched', app, message});
			}
		}

		this.#take();
	}

	/** Takes over what another process on this state has switched. */
	reload(): void {
		if (JSON.stringify([...this.#ports.store.turned()]) !== JSON.stringify([...this.#turned])) {
			this.#take();
		}
	}

	add(application: Application): void {
		this.#declared.set(application.name, application);
		this.#current = this.#work();
		this.#announce(application.name);
	}

	#take(): void {
		this.#turned = this.#ports.store.turned();
		const before = new Map(this.#current.map(one => [one.name, one]));
		this.#current = this.#work();
		for (const application of this.#current.filter(one => before.get(one.name) !== one)) {
			this.#announce(application.name);
		}
	}

	#announce(app: string): void {
		for (const listener of this.#listeners) {
			listener(app);
		}
	}

	/** Who is as before stays the same object. */
	#work(): readonly Application[] {
		const before = new Map((this.#current ?? []).map(one => [one.name, one]));
		return [...this.#declared.values()]
			.toSorted((a, b) => (a.name < b.name ? -1 : 1))
			.map(declared => {
				const policy = inForce(declared.policy, this.#turned.get(declared.name) ?? []);
				const known = before.get(declared.name);
				return known && isSame(known.policy, policy) ? known : {...declared, policy};
			});
	}

	#now(): string {
		return new Date(this.#ports.clock.now()).toISOString();
	}
}

/** What a person turned holds until the manifest says otherwise than it did then. */
function inForce(declared: SyncPolicy, turned: readonly Turned[]): SyncPolicy {
	const valid = turned.filter(one => one.declared === declared[one.name]);
	return {...declared, ...Object.fromEntries(valid.map(({name, isOn}) => [name, isOn]))};
}

function isSame(one: SyncPolicy, other: SyncPolicy): boolean {
	return names.every(name => one[name] === other[name]);
}

function onOff(isOn: boolean): string {
	return isOn ? 'on' : 'off';
}
