import type {JsonObject} from '../../../model/json.ts';
import type {FieldManager} from '../../../model/resource.ts';
import type {Line} from '../../line.ts';
import {fieldLocator} from '../../review/field-lines.ts';

/** Who manages what stands in a line, by the line's number, from 1: `kubectl-edit (Update)`. */
export function ownersByLine(
	object: JsonObject,
	yaml: string,
	managers: readonly FieldManager[],
): ReadonlyMap<number, string> {
	const locate = fieldLocator(object, yaml);
	const owners = new Map<number, Set<string>>();
	for (const manager of managers) {
		for (const path of manager.paths) {
			const place = locate(path)?.first;
			if (place !== undefined) {
				owners.set(place, (owners.get(place) ?? new Set()).add(nameOf(manager)));
			}
		}
	}

	return new Map([...owners].map(([place, names]) => [place, [...names].join(', ')]));
}

/** The lines with their owners at the end. */
export function withOwners(lines: readonly Line[], owners: ReadonlyMap<number, string>): readonly Line[] {
	return lines.map((each, index) => {
		const owner = owners.get(index + 1);
		return owner === undefined ? each : {...each, spans: [...each.spans, ['dim', `  ← ${owner}`]]};
	});
}

function nameOf({manager, operation, subresource}: FieldManager): string {
	return subresource === '' ? `${manager} (${operation})` : `${manager} (${operation} ${subresource})`;
}
