import {expect} from 'vitest';
import {writesTo} from '../support/audit.ts';
import type {Stage} from './stage.ts';
import type {Fault, Manifest} from './table.ts';

/** What `endure` deletes in the end, and what has to be made again. */
const healed = 'patch configmaps/a';

/** Each object that Git declares was written once, what drifted was healed once, and nothing else was written or deleted. */
export async function expectPlannedWrites(
	{place, trial, declared}: Stage,
	{isRepeated = false, adds = []}: Pick<Fault, 'isRepeated' | 'adds'>,
): Promise<void> {
	const planned = [...declared.map(writeOf), healed, ...adds];
	const written = await writesTo(place.auditLog, trial.name);
	const all = isRepeated ? [...new Set(written)] : written;
	expect(all.toSorted()).toEqual((isRepeated ? [...new Set(planned)] : planned).toSorted());
}

function writeOf({kind, metadata}: Manifest): string {
	return `patch ${kind.toLowerCase()}s/${metadata.name}`;
}
