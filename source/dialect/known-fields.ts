import * as z from 'zod';
import {nearest} from '../model/nearest.ts';
import {applicationSchema} from './application-schema.ts';

/** Fields that Argo CD has beside those that are read, wherever they stand. */
const others = [
	'backoff',
	'ignoreDifferences',
	'limit',
	'managedNamespaceMetadata',
	'refresh',
	'retry',
	'revisionHistoryLimit',
	'sourceHydrator',
	'tagPrefix',
];

/** The field that was probably meant by one that is not known there. */
export function meantBy(key: string, parent: readonly PropertyKey[]): string | undefined {
	return others.includes(key) ? undefined : nearest(key, [...keysAt(applicationSchema, parent), ...others]);
}

function keysAt(schema: unknown, [first, ...rest]: readonly PropertyKey[]): readonly string[] {
	if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
		return keysAt(schema.unwrap(), first === undefined ? [] : [first, ...rest]);
	}

	if (schema instanceof z.ZodArray) {
		return keysAt(schema.element, rest);
	}

	if (!(schema instanceof z.ZodObject)) {
		return [];
	}

	return first === undefined ? Object.keys(schema.shape) : keysAt(schema.shape[String(first)], rest);
}
