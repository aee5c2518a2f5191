import {OperatorError} from '../../model/operator-error.ts';
import {printable} from '../render/printable.ts';
import {showRepository} from './repository-address.ts';
import {refsOf} from './revision.ts';

/** From the name of a reference to the object that it names; tags are followed to what they stand for. */
export type RemoteRefs = ReadonlyMap<string, string>;

const shownNames = 5;

/** Reads what `git ls-remote` prints. */
export function parseRemoteRefs(output: string, repository: string): RemoteRefs {
	const refs = new Map<string, string>();
	for (const line of output.split('\n')) {
		const [, id, name] = /^([0-9a-f]{40,64})\t(.+)$/.exec(line) ?? [];
		if (id === undefined || name === undefined) {
			continue;
		}

		if (id.length !== 40) {
			throw new OperatorError(`${shown(repository)} names its objects by SHA-256, which is not supported yet`);
		}

		refs.set(name.replace(/\^\{\}$/, ''), id);
	}

	return refs;
}

/** The reference that a revision means, if the remote has one. */
export function findRef(refs: RemoteRefs, revision: string): {readonly ref: string; readonly id: string} | undefined {
	for (const ref of refsOf(revision)) {
		const id = refs.get(ref);
		if (id !== undefined) {
			return {ref, id};
		}
	}

	return undefined;
}

/** Says that there is no such revision, and which there are. */
export function missingRevision(refs: RemoteRefs, revision: string, repository: string): OperatorError {
	if (refs.size === 0) {
		return new OperatorError(
			`${shown(repository)} is empty: it has no branch and no tag, so ${revision} is not there`,
			{
				advice: 'Push a commit first, or check the address',
			},
		);
	}

	if (revision === 'HEAD') {
		return new OperatorError(`HEAD of ${shown(repository)} names a branch that is not there; ${some(refs, revision)}`, {
			advice: 'Name a branch, a tag or a commit instead',
		});
	}

	return new OperatorError(
		`There is no branch, tag or commit "${revision}" in ${shown(repository)}; ${some(refs, revision)}`,
		{
			advice: 'Check the revision (targetRevision); a commit may be given in full',
		},
	);
}

function some(refs: RemoteRefs, revision: string): string {
	const names = [...refs.keys()].flatMap(ref => /^refs\/(?:heads|tags)\/(.+)$/.exec(ref)?.[1] ?? []);
	if (names.length === 0) {
		return 'it has no branch and no tag';
	}

	const nearest = names.toSorted((a, b) => likeness(b, revision) - likeness(a, revision) || (a < b ? -1 : 1));
	const shownOnes = nearest.slice(0, shownNames).map(name => printable(name, 80));
	const others = names.length - shownOnes.length;
	return `it has ${shownOnes.join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
}

/** How many characters they begin with in common. */
function likeness(a: string, b: string): number {
	let length = 0;
	while (length < Math.min(a.length, b.length) && a[length] === b[length]) {
		length += 1;
	}

	return length;
}

function shown(repository: string): string {
	return printable(showRepository(repository), 200);
}
