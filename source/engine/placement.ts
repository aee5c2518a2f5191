import type {Application} from '../model/application.ts';
import type {Configuration, Ports} from '../model/ports.ts';
import type {ResourceKey} from '../model/resource.ts';
import type {Rendered} from '../model/sources.ts';
import {type Placed, place} from '../plan/desired.ts';
import type {Catalog} from './catalog.ts';
import type {Site} from './sites.ts';

/** The applications that declare an object, for objects that more than one declares. */
export type Contested = ReadonlyMap<ResourceKey, readonly string[]>;

type Memo = {readonly rendered: Rendered; readonly kinds: unknown; readonly placed: Placed};

/** Where everything that is declared goes, worked out once for each render. */
export class Placement {
	readonly #ports: Ports;
	readonly #configuration: Configuration;
	readonly #catalog: Catalog;
	readonly #memos = new Map<string, Memo>();
	#contests = {version: 0, byContext: new Map<string, Contested>()};

	constructor(ports: Ports, configuration: Configuration, catalog: Catalog) {
		this.#ports = ports;
		this.#configuration = configuration;
		this.#catalog = catalog;
	}

	/** What the application declares, in its place; undefined while its source can't be read. */
	of(application: Application, site: Site): Placed | undefined {
		const rendered = this.#catalog.of(application)?.rendered;
		return rendered && this.at(application, site, rendered);
	}

	/** The same for a render of another commit. */
	at(application: Application, site: Site, rendered: Rendered): Placed {
		const id = `${site.context}\n${application.name}`;
		const kinds = site.kinds();
		const memo = this.#memos.get(id);
		if (memo?.rendered === rendered && memo.kinds === kinds) {
			return memo.placed;
		}

		const placed = place(rendered.manifests, application, kinds, this.#ports.store.secretKey);
		this.#memos.set(id, {rendered, kinds, placed});
		return placed;
	}

	/** Objects that more than one application declares in that cluster. */
	contested(site: Site): Contested {
		const {version} = this.#catalog;
		if (this.#contests.version !== version) {
			this.#contests = {version, byContext: new Map()};
		}

		const known = this.#contests.byContext.get(site.context) ?? this.#findContested(site);
		this.#contests.byContext.set(site.context, known);
		return known;
	}

	#findContested(site: Site): Contested {
		const declaredBy = new Map<ResourceKey, string[]>();
		for (const application of this.#configuration.applications) {
			const found = this.#ports.clusters.contextOf(application.destination.cluster);
			const here = 'context' in found && found.context === site.context ? this.of(application, site) : undefined;
			for (const {key} of here?.desired ?? []) {
				declaredBy.set(key, [...(declaredBy.get(key) ?? []), application.name]);
			}
		}

		return new Map([...declaredBy].filter(([, names]) => names.length > 1));
	}
}
