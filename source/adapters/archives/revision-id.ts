import {UsageError} from '../../model/operator-error.ts';
import {printable} from '../render/printable.ts';

/** `1.2.3@sha256:<64 hex digits>`: what it is called, and what is in it. */
export type RevisionId = {readonly label: string; readonly digest: string};

const digestPattern = /^(?:(.*)@)?(sha256:[0-9a-f]{64})$/s;

/** The two parts of what a person wrote, as far as they are there. */
export function splitRevision(revision: string): {readonly label: string; readonly digest: string | undefined} {
	const [whole, label = '', digest] = digestPattern.exec(revision) ?? [];
	return whole === undefined ? {label: revision, digest: undefined} : {label, digest};
}

export function formatId({label, digest}: RevisionId): string {
	return `${label === '' ? digest.slice('sha256:'.length, 'sha256:'.length + 7) : label}@${digest}`;
}

export function parseId(id: string): RevisionId {
	const {label, digest} = splitRevision(id);
	if (digest === undefined) {
		throw new UsageError(`"${printable(id, 200)}" names no version with its digest`);
	}

	return {label, digest};
}
