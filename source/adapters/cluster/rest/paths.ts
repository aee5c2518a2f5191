import {InvalidError} from '../../../model/operator-error.ts';
import type {ServedKind} from '../../../model/ports.ts';
import {printable} from './printable.ts';

type Place = Pick<ServedKind, 'group' | 'version' | 'kind' | 'plural' | 'isNamespaced'>;

/** All objects of the kind: everywhere, or in one namespace. */
export function collectionPath(kind: Place, namespace = ''): string {
	const base = kind.group === '' ? ['api', kind.version] : ['apis', kind.group, kind.version];
	const scope = kind.isNamespaced && namespace !== '' ? ['namespaces', namespace] : [];
	return `/${[...base, ...scope, kind.plural].map(encodeSegment).join('/')}`;
}

/** One object. A name or a namespace that is missing would name them all, which may never be read or deleted by mistake. */
export function objectPath(kind: Place, id: {readonly namespace: string; readonly name: string}): string {
	if (kind.isNamespaced && id.namespace === '') {
		throw new InvalidError(`${kind.kind} ${printable(id.name)} names no namespace`);
	}

	return `${collectionPath(kind, id.namespace)}/${encodeSegment(id.name)}`;
}

/** Names keep their case: those of RBAC may have capitals and colons. */
function encodeSegment(segment: string): string {
	if (segment === '' || segment === '.' || segment === '..') {
		throw new InvalidError(`'${segment}' is no name that an object can have`);
	}

	// A lone surrogate can't be encoded.
	return encodeURIComponent(segment.toWellFormed());
}
