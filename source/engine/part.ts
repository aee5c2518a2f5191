import type {Selection, ServedKind} from '../model/ports.ts';
import {kindKeyOf} from '../model/resource.ts';
import {appLabel} from '../plan/identity.ts';

/** One kind, everywhere or in one namespace. */
export type Part = {
	readonly kind: ServedKind;
	/** Empty: everywhere. */
	readonly namespace: string;
	/** It may be listed, and not watched. */
	readonly isPolled: boolean;
};

export function placeOf(kind: ServedKind, namespace: string): string {
	return `${kindKeyOf(kind)} ${kind.isNamespaced ? namespace : ''}`;
}

/** Names a part, and how it is followed. */
export function idOf({kind, namespace, isPolled}: Part): string {
	return `${placeOf(kind, namespace)}${isPolled ? ' polled' : ''}`;
}

export function selectionOf({namespace}: Part): Selection {
	return {labelSelector: appLabel, ...(namespace !== '' && {namespace})};
}
