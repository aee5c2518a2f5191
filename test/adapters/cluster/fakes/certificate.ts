import {createHash, generateKeyPairSync, type KeyObject, sign} from 'node:crypto';

/** All in PEM. */
export type Certificate = {readonly certificate: string; readonly key: string};

export type Wanted = {
	readonly subject: string;
	readonly from?: Date;
	readonly until?: Date;
	/** An IPv4 address or a host's name. */
	readonly host?: string;
	/** Signed by it; by itself where absent. */
	readonly issuer?: {readonly subject: string; readonly key: string};
};

const day = 86_400_000;
const ecdsaWithSha256 = tagged(0x30, bytes('06082a8648ce3d040302'));

/** An X.509 certificate for tests, made on the spot so that no key lies in the repository and none expires. */
export function createCertificate(wanted: Wanted): Certificate {
	const {publicKey, privateKey} = generateKeyPairSync('ec', {namedCurve: 'P-256'});
	const key = privateKey.export({type: 'pkcs8', format: 'pem'}).toString();
	const body = bodyOf(wanted, publicKey);
	const signature = sign('sha256', body, wanted.issuer?.key ?? key);
	const der = tagged(0x30, body, ecdsaWithSha256, tagged(0x03, Buffer.from([0]), signature));
	const lines = der.toString('base64').replaceAll(/(.{64})/g, '$1\n');
	return {certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`, key};
}

function bodyOf({subject, from, until, host, issuer}: Wanted, publicKey: KeyObject): Buffer {
	const now = Date.now();
	const serial = createHash('sha256').update(`${subject}${now}${host}`).digest().subarray(0, 8);
	serial[0] = 1;
	return tagged(
		0x30,
		tagged(0xa0, bytes('020102')),
		tagged(0x02, serial),
		ecdsaWithSha256,
		nameOf(issuer?.subject ?? subject),
		tagged(0x30, timeOf(from ?? new Date(now - day)), timeOf(until ?? new Date(now + day))),
		nameOf(subject),
		publicKey.export({type: 'spki', format: 'der'}),
		tagged(0xa3, tagged(0x30, ...(host === undefined ? [authority()] : [alternative(host)]))),
	);
}

function authority(): Buffer {
	return tagged(0x30, bytes('0603551d13'), bytes('0101ff'), tagged(0x04, bytes('30030101ff')));
}

function alternative(host: string): Buffer {
	const isAddress = /^[\d.]+$/.test(host);
	const name = isAddress ? tagged(0x87, Buffer.from(host.split('.').map(Number))) : tagged(0x82, Buffer.from(host));
	return tagged(0x30, bytes('0603551d11'), tagged(0x04, tagged(0x30, name)));
}

function nameOf(common: string): Buffer {
	return tagged(0x30, tagged(0x31, tagged(0x30, bytes('0603550403'), tagged(0x0c, Buffer.from(common)))));
}

function timeOf(time: Date): Buffer {
	return tagged(0x18, Buffer.from(time.toISOString().replaceAll(/[-:T]|\.\d+/g, '')));
}

function tagged(tag: number, ...contents: readonly Buffer[]): Buffer {
	const content = Buffer.concat(contents);
	const {length} = content;
	if (length < 128) {
		return Buffer.concat([Buffer.from([tag, length]), content]);
	}

	const size = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
	return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function bytes(hex: string): Buffer {
	return Buffer.from(hex, 'hex');
}
