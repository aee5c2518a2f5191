import {createPrivateKey, X509Certificate} from 'node:crypto';
import {OperatorError} from '../../model/operator-error.ts';
import type {Credential} from './credential.ts';

/**
 * The same without line ends that editors add, once it is sure that it can be used: what servers say of one that
 * can't is no help to anybody.
 */
export function checked(given: Credential, now: number): Credential {
	const {origin, certificate, ca, ssh} = given;
	const wrong = (what: string, advice: string) => new OperatorError(`${origin} can't be used: ${what}`, {advice});
	const lines = Object.fromEntries(
		(['username', 'password', 'token'] as const).flatMap(name => {
			const text = given[name]?.replace(/[\r\n]+$/, '');
			if (text !== undefined && (text === '' || /\p{Cc}/u.test(text))) {
				throw wrong(`its ${name} is ${text === '' ? 'empty' : 'more than one line'}`, 'Give it as one line of text');
			}

			return text === undefined ? [] : [[name, text]];
		}),
	);
	const broken = certificateTrouble(certificate, now) ?? authorityTrouble(ca) ?? keyTrouble(ssh?.key);
	if (broken !== undefined) {
		throw wrong(broken.what, broken.advice);
	}

	return {...given, ...lines, ...(ssh && {ssh: {key: unixText(ssh.key), knownHosts: unixText(ssh.knownHosts)}})};
}

type Trouble = {readonly what: string; readonly advice: string};

function certificateTrouble(pair: Credential['certificate'], now: number): Trouble | undefined {
	if (pair === undefined) {
		return undefined;
	}

	const certificate = tried(() => new X509Certificate(pair.cert));
	const key = tried(() => createPrivateKey(pair.key));
	if (certificate === undefined || key === undefined) {
		const what = certificate === undefined ? 'certificate' : 'private key, or it is protected by a passphrase';
		return {what: `it has no ${what}`, advice: 'Give certificate and key as PEM, the key without a passphrase'};
	}

	if (certificate.validToDate.getTime() < now) {
		const day = certificate.validToDate.toISOString().slice(0, 10);
		return {what: `its client certificate expired on ${day}`, advice: 'Have a new one issued, and put it there'};
	}

	return certificate.checkPrivateKey(key)
		? undefined
		: {what: 'its key is not the one of its certificate', advice: 'Put the certificate there that belongs to the key'};
}

function authorityTrouble(ca: string | undefined): Trouble | undefined {
	const found = ca === undefined || tried(() => new X509Certificate(ca));
	return found ? undefined : {what: 'its ca holds no certificate', advice: "Give the authority's certificate as PEM"};
}

function keyTrouble(key: string | undefined): Trouble | undefined {
	if (key === undefined) {
		return undefined;
	}

	const [, begin = '', body = ''] = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----([\s\S]*)-----END/.exec(key) ?? [];
	if (begin === '') {
		return {what: 'it has no private SSH key', advice: 'Give a key as ssh-keygen writes it, not its .pub'};
	}

	const isEncrypted = begin.startsWith('ENCRYPTED') || /ENCRYPTED/.test(body) || isEncryptedOfOpenSsh(body);
	return isEncrypted
		? {
				what: 'its SSH key is protected by a passphrase',
				advice: 'Make a key of its own without one (ssh-keygen -N ""), or leave out this entry for ssh-agent',
			}
		: undefined;
}

/** The name of the cipher comes first. */
function isEncryptedOfOpenSsh(body: string): boolean {
	const start = Buffer.from(body.slice(0, 200), 'base64').toString('latin1');
	return start.startsWith('openssh-key-v1\0') && !start.startsWith('openssh-key-v1\0\0\0\0\x04none');
}

/** OpenSSH wants a line end at the end, and no others than its own. */
function unixText(text: string): string {
	return `${text.replaceAll('\r\n', '\n').trim()}\n`;
}

function tried<Result>(make: () => Result): Result | undefined {
	try {
		return make();
	} catch {
		return undefined;
	}
}
