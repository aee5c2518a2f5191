import {isDeepStrictEqual} from 'node:util';
import * as z from 'zod';

const textsSchema = z.record(z.string(), z.string());

export const templateSchema = z.looseObject({
	metadata: z.looseObject({labels: textsSchema.optional(), annotations: textsSchema.optional()}).prefault({}),
	spec: z.looseObject({}).prefault({}),
});

export const selectorSchema = z
	.object({
		matchLabels: textsSchema.default({}),
		matchExpressions: z
			.array(z.object({key: z.string(), operator: z.string(), values: z.array(z.string()).default([])}))
			.default([]),
	})
	.prefault({});

export const conditionSchema = z.looseObject({
	type: z.string(),
	status: z.string(),
	reason: z.string().default(''),
	message: z.string().default(''),
	lastTransitionTime: z.string().nullish(),
	lastUpdateTime: z.string().nullish(),
});

export type Template = Readonly<z.infer<typeof templateSchema>>;
export type Selector = Readonly<z.infer<typeof selectorSchema>>;
export type Condition = Readonly<z.infer<typeof conditionSchema>>;
export type Labels = Readonly<Record<string, string>>;

export const count = z.number().default(0);

export function matches({matchLabels, matchExpressions}: Selector, labels: Labels): boolean {
	return (
		Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
		matchExpressions.every(({key, operator, values}) => fits(labels[key], operator, values))
	);
}

function fits(value: string | undefined, operator: string, values: readonly string[]): boolean {
	switch (operator) {
		case 'In':
			return value !== undefined && values.includes(value);
		case 'NotIn':
			return value === undefined || !values.includes(value);
		case 'Exists':
			return value !== undefined;
		case 'DoesNotExist':
			return value === undefined;
		default:
			return false;
	}
}

/** Whether two templates are the same but for the label that tells generations of pods apart. */
export function isSameTemplate(a: Template, b: Template, label: string): boolean {
	return isDeepStrictEqual(withoutLabel(a, label), withoutLabel(b, label));
}

function withoutLabel(template: Template, label: string) {
	const {labels: all = {}, creationTimestamp: _, ...metadata} = template.metadata;
	const {[label]: __, ...labels} = all;
	return {...template, metadata: {...metadata, labels}};
}

export function withLabels(template: Template, labels: Labels): Template {
	return {...template, metadata: {...template.metadata, labels: {...template.metadata.labels, ...labels}}};
}

/** Letters and digits of which no word can be made, as k8s.io/apimachinery/pkg/util/rand has them. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** A name's part that stands for the content: FNV-1a of its JSON with sorted fields, written as Kubernetes writes its hashes. */
export function hashOf(content: unknown, collisions = 0): string {
	let hash = 0x811c9dc5;
	for (const byte of Buffer.from(sorted(content) + (collisions === 0 ? '' : String(collisions)))) {
		hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
	}

	return [...String(hash)].map(digit => alphabet[(digit.codePointAt(0) ?? 0) % alphabet.length]).join('');
}

function sorted(content: unknown): string {
	return JSON.stringify(content, (_, value: unknown) =>
		typeof value === 'object' && value !== null && !Array.isArray(value)
			? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
			: value,
	);
}

/** A number, or a percentage of the whole. */
export const amountSchema = z.union([z.number(), z.string()]);
export type Amount = z.infer<typeof amountSchema>;

export function amountOf(amount: Amount, whole: number, round: 'up' | 'down'): number {
	if (typeof amount === 'number') {
		return amount;
	}

	const exact = (Number.parseInt(amount, 10) * whole) / 100;
	return round === 'up' ? Math.ceil(exact) : Math.floor(exact);
}

/** RFC 3339 to the second; `now` in milliseconds. */
export function timeOf(now: number): string {
	return `${new Date(now).toISOString().slice(0, 19)}Z`;
}

/** A merge patch's status: what is not in the new one any more is taken away. */
export function replacing(before: object, after: object): object {
	const gone = Object.keys(before).filter(key => !Object.hasOwn(after, key));
	return {...Object.fromEntries(gone.map(key => [key, null])), ...after};
}
