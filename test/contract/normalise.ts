import {isList, isObject, type Json, text} from '../../source/model/json.ts';
import type {Own} from './namespaces.ts';

/** What differs from run to run becomes what does not: see sequence.ts. */
export function normalised(steps: readonly Json[], own: Own, isTimed: boolean): readonly Json[] {
	const names = new Names(own, isTimed);
	for (const step of steps) {
		names.collect(step);
	}

	return steps.map(step => names.replaced(step));
}

const uidPattern = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;
const timePattern = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
const addressPattern = /\b10\.96\.\d+\.\d+\b/g;
const serverPattern = /\b127\.0\.0\.1:\d+\b/g;
const versionsPattern = /(resource ?version(?: in record)?[^\d]{1,6})(\d+)( \(\d+\))?/gi;
/** No sequence takes that long. */
const longestMs = 600_000;

class Names {
	readonly #own: Own;
	readonly #isTimed: boolean;
	readonly #uids = new Map<string, string>();
	readonly #addresses = new Map<string, string>();
	readonly #ports = new Map<number, string>();
	readonly #generated = new Map<string, string>();
	readonly #versions = new Set<string>();
	readonly #times = new Set<string>();

	constructor(own: Own, isTimed: boolean) {
		this.#own = own;
		this.#isTimed = isTimed;
	}

	collect(value: Json): void {
		if (typeof value === 'string') {
			this.#collectText(value);
		} else if (isList(value)) {
			for (const item of value) {
				this.collect(item);
			}
		} else if (isObject(value)) {
			this.#collectObject(value);
		}
	}

	#collectText(value: string): void {
		number(this.#uids, 'uid', value.match(uidPattern));
		number(this.#addresses, 'address', value.match(addressPattern));
		for (const time of value.match(timePattern) ?? []) {
			this.#times.add(time);
		}
	}

	#collectObject(value: {readonly [key: string]: Json}): void {
		// The server shortens what is too long to begin a name.
		const [name, prefix] = [text(value, 'name'), text(value, 'generateName').slice(0, 58)];
		if (prefix !== '' && name.startsWith(prefix) && name !== prefix) {
			number(this.#generated, 'generated', [name]);
		}

		// In the order of the keys, so that the order in which a server writes them does not count.
		for (const key of Object.keys(value).sort()) {
			const member = value[key] ?? null;
			if (isVersion(key, member, value)) {
				this.#versions.add(member);
			} else if (isPort(key, member)) {
				number(this.#ports, 'port', [member]);
			} else {
				this.collect(member);
			}
		}
	}

	replaced(value: Json): Json {
		if (typeof value === 'string') {
			return this.#replacedText(value);
		}

		if (isList(value)) {
			return sorted(value, this.#isTimed).map(item => this.replaced(item));
		}

		return isObject(value)
			? Object.fromEntries(Object.entries(value).map(([key, member]) => this.#replacedMember(key, member, value)))
			: value;
	}

	#replacedMember(key: string, member: Json, parent: {readonly [key: string]: Json}): [string, Json] {
		return [this.#replacedText(key), this.#ofKey(key, member, parent) ?? this.replaced(member)];
	}

	/** What some members of objects become by their names. */
	#ofKey(key: string, member: Json, parent: {readonly [key: string]: Json}): Json | undefined {
		if (isVersion(key, member, parent)) {
			return `v${1 + rank(this.#versions, member, (a, b) => Number(BigInt(a) - BigInt(b)))}`;
		}

		if (isPort(key, member)) {
			return this.#ports.get(member);
		}

		if (key === 'cells' && isList(member)) {
			return member.map(cell => (isAge(cell) ? '<age>' : this.replaced(cell)));
		}

		const stands = new Map([
			['resourceVersion', /^\d+$/.test(String(member)) ? '<version>' : undefined],
			['continue', '<continue>'],
		]);
		return typeof member === 'string' && member !== '' ? stands.get(key) : undefined;
	}

	#replacedText(value: string): string {
		let result = withSortedErrors(value)
			.replaceAll(this.#own.namespace, '{namespace}')
			.replaceAll(this.#own.unique, '{unique}');
		for (const [name, stand] of this.#generated) {
			result = result.replaceAll(name, `<${stand}>`);
		}

		return result
			.replace(uidPattern, uid => this.#uids.get(uid) ?? uid)
			.replace(timePattern, (time, fraction = '') => this.#timeOf(time, fraction))
			.replace(addressPattern, address => `<${this.#addresses.get(address)}>`)
			.replace(serverPattern, '<server>')
			.replace(versionsPattern, (_, start, version, current) => `${start}${this.#versionOf(version, current)}`);
	}

	/** Times that a table names itself are long ago or far ahead, and stay. */
	#timeOf(time: string, fraction: string): string {
		if (Math.abs(Date.parse(time) - Date.now()) > longestMs) {
			return time;
		}

		const ranked = this.#isTimed ? `t${1 + rank(this.#times, time, (a, b) => (a < b ? -1 : 1))}` : '<time>';
		return fraction === '' ? ranked : `${ranked}.${fraction.length - 1}`;
	}

	#versionOf(version: string, current = ''): string {
		const known = this.#versions.has(version) ? [...this.#versions].sort((a, b) => Number(a) - Number(b)) : [];
		const name = known.length > 0 ? `v${1 + known.indexOf(version)}` : Number(version) < 2 ? version : '<version>';
		return current === '' ? name : `${name} (<version>)`;
	}
}

/** That of a single object; a list's and a bookmark's depend on what else happens in the cluster. */
function isVersion(key: string, member: Json, parent: {readonly [key: string]: Json}): member is string {
	const isOfObject = key === 'resourceVersion' && ('uid' in parent || 'name' in parent);
	return isOfObject && typeof member === 'string' && /^[1-9]\d*$/.test(member);
}

/** Of a row of a table. */
function isAge(cell: Json): boolean {
	return typeof cell === 'string' && /^\d+[sm]$/.test(cell);
}

function isPort(key: string, member: Json): member is number {
	return /^(nodePort|healthCheckNodePort)$/.test(key) && typeof member === 'number' && member > 0;
}

/**
 * Owners are in the order of their times, which have seconds: after that of their names. Where no second is waited for,
 * the names alone count. The real one tells the managers of an apply's conflicts in the order of a Go map: in any.
 */
function sorted(list: readonly Json[], isTimed: boolean): readonly Json[] {
	const isOfConflicts = list.every(item => text(item, 'reason') === 'FieldManagerConflict');
	const isOfOwners = list.every(item => text(item, 'fieldsType') === 'FieldsV1');
	if (!isOfConflicts && (isTimed || !isOfOwners)) {
		return list;
	}

	const name = (item: Json) =>
		['message', 'operation', 'manager', 'apiVersion', 'subresource'].map(field => text(item, field)).join('\n');
	return [...list].sort((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0));
}

/** Errors of types come in the order of a Go map, too. */
function withSortedErrors(message: string): string {
	return message.replace(/(?<=errors:)(\n {2}[^\n]+)+/, lines => lines.split('\n').sort().join('\n'));
}

function number<T>(names: Map<T, string>, kind: string, values: readonly T[] | null): void {
	for (const value of values ?? []) {
		names.set(value, names.get(value) ?? `${kind}${names.size + 1}`);
	}
}

function rank(all: ReadonlySet<string>, one: string, compare: (a: string, b: string) => number): number {
	return [...all].sort(compare).indexOf(one);
}
