import {showRepository} from '../git/repository-address.ts';
import {printable} from '../render/printable.ts';

/** Where in a registry something is kept. */
export type RegistryPlace = {
	/** With its port. */
	readonly host: string;
	/** `bitnamicharts/nginx` */
	readonly name: string;
	/** As it was written, with its scheme, for messages and credentials: `oci://docker.io/bitnamicharts/nginx`. */
	readonly address: string;
};

const hostPattern = /^(?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::\d{1,5})?$/i;
const namePattern = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/;
const longestName = 255;
/** What people write, and who answers. */
const dockerHub = 'registry-1.docker.io';
const dockerHubs: ReadonlySet<string> = new Set(['docker.io', 'index.docker.io', 'registry.hub.docker.com', dockerHub]);

/** `chart` is the last part of the name, where there is one. */
export function parseRegistryPlace(repository: string, chart: string): RegistryPlace | {readonly problem: string} {
	const path = [repository.replace(/^oci:\/\//i, '').replace(/\/+$/, ''), ...(chart === '' ? [] : [chart])].join('/');
	const [written = '', ...segments] = path.split('/');
	if (written.includes('@') || showRepository(repository) !== repository) {
		return {problem: 'it holds a user or a password, which would be seen in logs: give them as credentials'};
	}

	if (!hostPattern.test(written)) {
		return {problem: `"${printable(written, 100)}" is no host of a registry: write oci://host/path`};
	}

	const wrong = segments.find(segment => !namePattern.test(segment));
	const name = segments.join('/');
	if (wrong !== undefined || name === '' || name.length > longestName) {
		const shown = wrong === undefined ? printable(name, 100) : `"${printable(wrong, 100)}"`;
		return {problem: `${shown} is no name in a registry: those are of small letters, digits, ".", "_" and "-"`};
	}

	const address = `oci://${written}/${name}`;
	if (!dockerHubs.has(written.toLowerCase())) {
		return {host: written.toLowerCase(), name, address};
	}

	return {host: dockerHub, name: segments.length === 1 ? `library/${name}` : name, address};
}
