import {type Answer, found, type Server} from './server.ts';

export type Resource = {
	readonly group: string;
	readonly version: string;
	readonly plural: string;
	readonly kind: string;
	readonly namespaced: boolean;
	/** What a person calls it, in lower case: `deployments`, `deployment`, `deploy`; also with `.GROUP`. */
	readonly words: readonly string[];
};

export type Resources = {
	/** By any of its words. */
	named(word: string): Promise<Resource>;
	ofObject(object: Answer): Promise<Resource>;
};

/** What the server has, as its discovery tells; asked again where something is not among it, which may be new. */
export function createResources(server: Server): Resources {
	let known: Promise<readonly Resource[]> | undefined;
	const find = async (what: string, is: (resource: Resource) => boolean) => {
		const before = known;
		known ??= discover(server);
		const first = (await known).find(is);
		if (first !== undefined || before === undefined) {
			return demand(first, what);
		}

		known = discover(server);
		return demand((await known).find(is), what);
	};
	return {
		named: word => find(word, ({words}) => words.includes(word.toLowerCase())),
		ofObject: ({apiVersion, kind}) =>
			find(`${apiVersion} ${kind}`, resource => resource.kind === kind && apiVersionOf(resource) === apiVersion),
	};
}

function demand(resource: Resource | undefined, what: string): Resource {
	if (resource === undefined) {
		throw new Error(`error: the server doesn't have a resource type "${what}"`);
	}

	return resource;
}

async function discover(server: Server): Promise<readonly Resource[]> {
	const {groups} = await server.call({path: '/apis'});
	const all = groups.flatMap(({versions}: Answer) => versions.map(({groupVersion}: Answer) => `/apis/${groupVersion}`));
	const lists = await Promise.all(['/api/v1', ...all].map(path => found(server.call({path}))));
	// The definition of a group may have gone since: another test's, for one.
	return lists.filter(list => list !== undefined).flatMap(resourcesOf);
}

function resourcesOf({groupVersion, resources}: Answer): readonly Resource[] {
	const [version, group = ''] = groupVersion.split('/').toReversed();
	return resources
		.filter(({name}: Answer) => !name.includes('/'))
		.map(({name, singularName, kind, namespaced, shortNames = []}: Answer): Resource => {
			const words = [name, singularName, kind.toLowerCase(), ...shortNames];
			const full = group === '' ? [] : words.map(word => `${word}.${group}`);
			return {group, version, plural: name, kind, namespaced, words: [...words, ...full]};
		});
}

export function apiVersionOf({group, version}: Resource): string {
	return group === '' ? version : `${group}/${version}`;
}

/** Of one object, or of all where there is no name. */
export function pathOf(resource: Resource, namespace: string, name = ''): string {
	const root = `${resource.group === '' ? '/api' : '/apis'}/${apiVersionOf(resource)}`;
	const place = resource.namespaced ? `/namespaces/${namespace}` : '';
	return `${root}${place}/${resource.plural}${name === '' ? '' : `/${name}`}`;
}

/** As `--output=name` has it: `deployment.apps/web`. */
export function shownName({kind, group}: Resource, name: string): string {
	return `${kind.toLowerCase()}${group === '' ? '' : `.${group}`}/${name}`;
}
