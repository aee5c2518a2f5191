import {createHash, generateKeyPairSync, type KeyObject, sign} from 'node:crypto';
import {
	bitString,
	boolean,
	explicit,
	implicit,
	integer,
	objectId,
	octetString,
	sequence,
	set,
	time,
	utf8,
} from './der.ts';

/** PEM texts, made anew at each start. */
export type Certificates = {readonly ca: string; readonly certificate: string; readonly key: string};

const dayMs = 86_400_000;
const ecdsaWithSha256 = sequence(objectId('1.2.840.10045.4.3.2'));
const authority = 'trueup-sandbox-ca';

type Keys = {readonly publicKey: KeyObject; readonly privateKey: KeyObject};

/** An authority of our own, and what it signs for a server on loopback. */
export function createCertificates(now: Date): Certificates {
	const caKeys = generateKeyPairSync('ec', {namedCurve: 'P-256'});
	const keys = generateKeyPairSync('ec', {namedCurve: 'P-256'});
	const caId = keyId(caKeys.publicKey);
	const ca = certificate(now, {
		serial: 1,
		subject: authority,
		keys: caKeys,
		signer: caKeys.privateKey,
		extensions: [
			// A certificate authority that signs only what is used, never other authorities.
			extension('2.5.29.19', true, sequence(boolean(true), integer(0))),
			extension('2.5.29.15', true, bitString(Buffer.from([0b1000_0100]), 2)),
			extension('2.5.29.14', false, octetString(caId)),
		],
	});
	const own = certificate(now, {
		serial: 2,
		subject: 'trueup-sandbox',
		keys,
		signer: caKeys.privateKey,
		extensions: [
			extension('2.5.29.19', true, sequence()),
			extension('2.5.29.15', true, bitString(Buffer.from([0b1000_0000]), 7)),
			extension('2.5.29.37', false, sequence(objectId('1.3.6.1.5.5.7.3.1'))),
			extension(
				'2.5.29.17',
				false,
				sequence(implicit(7, Buffer.from([127, 0, 0, 1])), implicit(2, Buffer.from('localhost'))),
			),
			extension('2.5.29.35', false, sequence(implicit(0, caId))),
		],
	});
	const key = keys.privateKey.export({type: 'pkcs8', format: 'pem'}).toString();
	return {ca: pem(ca), certificate: pem(own), key};
}

type Contents = {
	readonly serial: number;
	readonly subject: string;
	readonly keys: Keys;
	readonly signer: KeyObject;
	readonly extensions: readonly Buffer[];
};

/** RFC 5280, section 4.1. */
function certificate(now: Date, {serial, subject, keys, signer, extensions}: Contents): Buffer {
	const contents = sequence(
		explicit(0, integer(2)),
		integer(serial),
		ecdsaWithSha256,
		commonName(authority),
		// A clock that is a little behind must not find it not yet valid.
		sequence(time(new Date(now.getTime() - dayMs)), time(new Date(now.getTime() + 365 * dayMs))),
		commonName(subject),
		keys.publicKey.export({type: 'spki', format: 'der'}),
		explicit(3, sequence(...extensions)),
	);
	return sequence(contents, ecdsaWithSha256, bitString(sign('sha256', contents, signer), 0));
}

function commonName(name: string): Buffer {
	return sequence(set(sequence(objectId('2.5.4.3'), utf8(name))));
}

function extension(id: string, isCritical: boolean, value: Buffer): Buffer {
	return sequence(objectId(id), ...(isCritical ? [boolean(true)] : []), octetString(value));
}

function keyId(key: KeyObject): Buffer {
	return createHash('sha256')
		.update(key.export({type: 'spki', format: 'der'}))
		.digest()
		.subarray(0, 20);
}

function pem(der: Buffer): string {
	const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
	return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
