import {builtInGroups} from '../../objects/catalog.ts';
import {builtInSchema} from '../../objects/schema.ts';
import type {Served} from '../registry.ts';

type Named = {readonly apiVersion: string; readonly kind: string};

/** Why a body of another kind than the path's can't be read, in the real server's words; nothing where it can. */
export function foreignKind({resource}: Pick<Served, 'resource'>, {apiVersion, kind}: Named): string | undefined {
	const [version = '', group = ''] = apiVersion.split('/').reverse();
	if (builtInSchema(resource) === undefined) {
		return kind === resource.kind ? undefined : conversion(resource, {version, kind});
	}

	if (!isRegistered(group, version, kind)) {
		return `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "pkg/runtime/scheme.go:111"`;
	}

	return kind === resource.kind ? undefined : conversion(resource, {version, kind});
}

function conversion(
	{group, kind}: Served['resource'],
	sent: {readonly version: string; readonly kind: string},
): string {
	return `converting (${sent.version}.${sent.kind}) to (${group.split('.')[0] || 'core'}.${kind}): unknown conversion`;
}

/** Versions from before a kind was stable are known still, though not served. */
function isRegistered(group: string, version: string, kind: string): boolean {
	if (builtInSchema({group, version, kind}) !== undefined) {
		return true;
	}

	const versions = builtInGroups().find(({name}) => name === group)?.versions ?? [];
	return (
		/^v\d+(alpha|beta)\d+$/.test(version) &&
		versions.some(one => builtInSchema({group, version: one, kind}) !== undefined)
	);
}
