/** The part of the Distinguished Encoding Rules (X.690) that a certificate needs. */

function tagged(tag: number, contents: Buffer): Buffer {
	const {length} = contents;
	const bytes = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
	return Buffer.concat([Buffer.from([tag, ...bytes]), contents]);
}

export function sequence(...items: readonly Buffer[]): Buffer {
	return tagged(0x30, Buffer.concat(items));
}

export function set(...items: readonly Buffer[]): Buffer {
	return tagged(0x31, Buffer.concat(items));
}

/** From 0 to 127. */
export function integer(value: number): Buffer {
	return tagged(0x02, Buffer.from([value]));
}

export function boolean(value: boolean): Buffer {
	return tagged(0x01, Buffer.from([value ? 255 : 0]));
}

export function bitString(bits: Buffer, unused: number): Buffer {
	return tagged(0x03, Buffer.concat([Buffer.from([unused]), bits]));
}

export function octetString(bytes: Buffer): Buffer {
	return tagged(0x04, bytes);
}

export function utf8(text: string): Buffer {
	return tagged(0x0c, Buffer.from(text));
}

/** UTCTime: until 2049, as RFC 5280 has it, and GeneralizedTime after that. */
export function time(date: Date): Buffer {
	const digits = `${date.toISOString().replaceAll(/[-:T]|\.\d+/g, '')}`;
	return date.getUTCFullYear() < 2050 ? tagged(0x17, Buffer.from(digits.slice(2))) : tagged(0x18, Buffer.from(digits));
}

export function objectId(text: string): Buffer {
	const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
	return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): readonly number[] {
	const bytes = [value & 127];
	for (let left = value >> 7; left > 0; left >>= 7) {
		bytes.unshift((left & 127) | 128);
	}

	return bytes;
}

/** A tag of the context around something whole. */
export function explicit(tag: number, contents: Buffer): Buffer {
	return tagged(0xa0 | tag, contents);
}

/** A tag of the context in place of the usual one. */
export function implicit(tag: number, contents: Buffer): Buffer {
	return tagged(0x80 | tag, contents);
}
