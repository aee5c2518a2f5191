import messages from './messages.json' with {type: 'json'};

/** k8s.io/apimachinery/pkg/runtime/serializer/protobuf: what stands before each body. */
const magic = Buffer.from([0x6b, 0x38, 0x73, 0x00]);

export const protobufType = 'application/vnd.kubernetes.protobuf';

const meta = 'apimachinery.pkg.apis.meta.v1';

type Field = {
	readonly name: string;
	readonly type: string;
	readonly label: '' | '[]' | '{}' | '<';
};

type Value = null | boolean | number | string | readonly Value[] | {readonly [field: string]: Value};

/** What is on the wire: a number, or bytes. */
type Raw = {readonly number: number; readonly value: bigint | Buffer};

/**
 * The JSON of a body in protobuf: kubectl sends what it makes by itself (`kubectl create namespace`) in no other form.
 * Throws where it can't be read.
 */
export function jsonOfProtobuf(body: Buffer): string {
	if (!body.subarray(0, 4).equals(magic)) {
		throw new Error('it does not begin as a Kubernetes object in protobuf does');
	}

	const unknown = [...fieldsOf(body.subarray(4))];
	const typeMeta = unknown.find(({number}) => number === 1)?.value;
	const raw = unknown.find(({number}) => number === 2)?.value;
	const type = Buffer.isBuffer(typeMeta) ? messageOf('apimachinery.pkg.runtime.TypeMeta', typeMeta) : {};
	const {apiVersion = '', kind = ''} = type;
	const content = Buffer.isBuffer(raw) ? messageOf(messageName(String(apiVersion), String(kind)), raw) : {};
	return JSON.stringify({kind, apiVersion, ...content});
}

const packages: Readonly<Record<string, string>> = {
	'authentication.k8s.io': 'authentication',
	'authorization.k8s.io': 'authorization',
	'coordination.k8s.io': 'coordination',
	'events.k8s.io': 'events',
	'networking.k8s.io': 'networking',
	'rbac.authorization.k8s.io': 'rbac',
	'scheduling.k8s.io': 'scheduling',
	'storage.k8s.io': 'storage',
};

function messageName(apiVersion: string, kind: string): string {
	const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
	const own = kind === 'DeleteOptions' ? `${meta}.DeleteOptions` : `api.${packages[group] ?? group}.${version}.${kind}`;
	if (!Object.hasOwn(messages, own)) {
		throw new Error(`no ${kind} of ${apiVersion} is known in protobuf`);
	}

	return own;
}

const known = new Map<string, ReadonlyMap<number, Field>>();

function fieldTable(message: string): ReadonlyMap<number, Field> {
	const table = known.get(message);
	if (table !== undefined) {
		return table;
	}

	const text: string = Object.entries(messages).find(([name]) => name === message)?.[1] ?? '';
	const made = new Map(
		text.split(';').flatMap((field): [number, Field][] => {
			const [, number, name, label, type] = /^(\d+) (\w+) (\[\]|\{\}|<|)(.+)$/.exec(field) ?? [];
			return name === undefined || type === undefined
				? []
				: [[Number(number), {name, type, label: label === '[]' || label === '{}' || label === '<' ? label : ''}]];
		}),
	);
	known.set(message, made);
	return made;
}

function messageOf(message: string, bytes: Buffer): Record<string, Value> {
	const table = fieldTable(message);
	const result: Record<string, Value> = {};
	for (const {number, value} of fieldsOf(bytes)) {
		const field = table.get(number);
		if (field !== undefined) {
			put(result, field, value);
		}
	}

	return result;
}

function put(result: Record<string, Value>, {name, type, label}: Field, raw: Raw['value']): void {
	switch (label) {
		case '':
			result[name] = readValue(type, raw);
			break;
		case '<':
			Object.assign(result, readValue(type, raw));
			break;
		case '[]': {
			const before = result[name];
			result[name] = [...(Array.isArray(before) ? before : []), readValue(type, raw)];
			break;
		}

		case '{}':
			result[name] = withEntry(result[name], type, raw);
			break;
	}
}

function withEntry(before: Value | undefined, type: string, raw: Raw['value']): Value {
	const entry = Buffer.isBuffer(raw) ? [...fieldsOf(raw)] : [];
	const key = entry.find(({number}) => number === 1)?.value;
	const value = entry.find(({number}) => number === 2)?.value ?? Buffer.alloc(0);
	const others = typeof before === 'object' && before !== null && !Array.isArray(before) ? before : {};
	return {...others, [Buffer.isBuffer(key) ? key.toString() : '']: readValue(type, value)};
}

function readValue(type: string, raw: Raw['value']): Value {
	if (!Buffer.isBuffer(raw)) {
		return type === 'bool' ? raw !== 0n : Number(BigInt.asIntN(64, raw));
	}

	switch (type) {
		case 'string':
			return raw.toString();
		case 'bytes':
			return raw.toString('base64');
		case 'double':
			return raw.readDoubleLE(0);
		default: {
			const read = special[type];
			return read === undefined ? messageOf(type, raw) : read(raw);
		}
	}
}

/** Messages that JSON writes as something else. */
const special: Readonly<Record<string, (bytes: Buffer) => Value>> = {
	[`${meta}.Time`]: bytes => timeOf(bytes, 0),
	[`${meta}.MicroTime`]: bytes => timeOf(bytes, 6),
	[`${meta}.FieldsV1`]: bytes => embedded(bytes),
	[`${meta}.Verbs`]: bytes => messageOf(`${meta}.Verbs`, bytes).items ?? [],
	'api.authentication.v1.ExtraValue': bytes => messageOf('api.authentication.v1.ExtraValue', bytes).items ?? [],
	'api.authorization.v1.ExtraValue': bytes => messageOf('api.authorization.v1.ExtraValue', bytes).items ?? [],
	'apimachinery.pkg.api.resource.Quantity': bytes =>
		messageOf('apimachinery.pkg.api.resource.Quantity', bytes).string ?? '0',
	'apimachinery.pkg.runtime.RawExtension': bytes => embedded(bytes),
	'apimachinery.pkg.util.intstr.IntOrString': bytes => {
		const {type = 0, intVal = 0, strVal = ''} = messageOf('apimachinery.pkg.util.intstr.IntOrString', bytes);
		return type === 0 ? intVal : strVal;
	},
};

function timeOf(bytes: Buffer, digits: number): Value {
	const {seconds = 0, nanos = 0} = messageOf(`${meta}.Time`, bytes);
	// The zero of Go's time is no time at all.
	if (Number(seconds) <= 0) {
		return null;
	}

	const text = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
	return `${text}${digits === 0 ? '' : `.${String(nanos).padStart(9, '0').slice(0, digits)}`}Z`;
}

function embedded(bytes: Buffer): Value {
	const raw = [...fieldsOf(bytes)].find(({number}) => number === 1)?.value;
	return Buffer.isBuffer(raw) && raw.length > 0 ? JSON.parse(raw.toString()) : null;
}

function* fieldsOf(bytes: Buffer): Generator<Raw> {
	for (let place = 0; place < bytes.length; ) {
		const [tag, afterTag] = varint(bytes, place);
		const number = Number(tag >> 3n);
		const kind = Number(tag & 7n);
		const [value, next] = kind === 0 ? varint(bytes, afterTag) : delimited(bytes, afterTag, kind);
		yield {number, value};
		place = next;
	}
}

function delimited(bytes: Buffer, start: number, kind: number): readonly [Buffer, number] {
	const [length, from] =
		kind === 2 ? varint(bytes, start) : [kind === 1 ? 8n : kind === 5 ? 4n : BigInt(bytes.length + 1), start];
	const to = from + Number(length);
	if (to > bytes.length) {
		throw new Error('it ends in the middle');
	}

	return [bytes.subarray(from, to), to];
}

function varint(bytes: Buffer, start: number): readonly [bigint, number] {
	let value = 0n;
	for (let index = 0; index < 10; index++) {
		const byte = bytes[start + index];
		if (byte === undefined) {
			break;
		}

		value |= BigInt(byte & 127) << BigInt(index * 7);
		if (byte < 128) {
			return [value, start + index + 1];
		}
	}

	throw new Error('it ends in the middle of a number');
}
