import type {Json} from '../../model/json.ts';
import {isWithin, mapLeaves} from '../../model/private-fields.ts';
import {isSecretKind, type Manifest} from '../../model/resource.ts';

/** Without these an object has no name, and what selects it no words. */
export const neverPrivate = ['.apiVersion', '.kind', '.metadata.name', '.metadata.namespace', '.metadata.labels'];

/** The rest of a Secret is private anyway. */
const shownOfSecrets = ['.metadata', '.type'];

const mostFields = 200;

/** The manifest with the patterns of its fields that `isSecret` says of. */
export function markPrivate(manifest: Manifest, isSecret: (leaf: string) => boolean): Manifest {
	return withPrivateFields(manifest, (leaf, pattern) => isSecret(String(leaf)) && !isWithin(pattern, neverPrivate));
}

/** The manifest with the patterns of the leaves that are chosen. */
export function withPrivateFields(manifest: Manifest, isPrivate: (leaf: Json, pattern: string) => boolean): Manifest {
	const {id, body, privateFields = []} = manifest;
	const isShown = (pattern: string) => !isSecretKind(id.kind) || isWithin(pattern, shownOfSecrets);
	const found = new Set(privateFields);
	mapLeaves(body, (leaf, {pattern}) => {
		if (isShown(pattern) && isPrivate(leaf, pattern)) {
			found.add(pattern);
		}

		return leaf;
	});
	return found.size === 0 ? manifest : {...manifest, privateFields: fewer([...found].toSorted())};
}

/** The annotation that names them has its limit: then whole parts are private. */
function fewer(fields: readonly string[]): readonly string[] {
	return fields.length <= mostFields
		? fields
		: [
				...new Set(
					fields.map(field =>
						field
							.split('.')
							.slice(0, field.startsWith('.metadata.') ? 3 : 2)
							.join('.'),
					),
				),
			];
}
