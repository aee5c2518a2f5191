import {UnreachableError} from '../../../model/operator-error.ts';
import {printable} from './printable.ts';

/** The cluster as messages name it. */
export type Place = {readonly context: string; readonly server: string};

export function nameOf({context, server}: Place): string {
	return `cluster ${printable(context)} at ${printable(server)}`;
}

const noTls = 'it does not speak TLS';

const refusals: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'connection refused',
	ECONNRESET: 'the connection was cut',
	EPIPE: 'the connection was cut',
	UND_ERR_SOCKET: 'the connection was cut',
	UND_ERR_DESTROYED: 'the connection was cut',
	ETIMEDOUT: 'the connection timed out',
	EHOSTUNREACH: 'no route to the host',
	ENETUNREACH: 'no route to the network',
	ENOTFOUND: 'the name of its host is not known',
	EAI_AGAIN: 'the name of its host could not be looked up',
	UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
	UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
	UND_ERR_BODY_TIMEOUT: 'the answer stopped half way',
	EPROTO: noTls,
	ERR_SSL_WRONG_VERSION_NUMBER: noTls,
	ERR_SSL_PACKET_LENGTH_TOO_LONG: noTls,
};

const mistrusted: Readonly<Record<string, string>> = {
	DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by an unknown authority (by itself)',
	SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an unknown authority',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by an unknown authority',
	UNABLE_TO_GET_ISSUER_CERT: 'its certificate is signed by an unknown authority',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by an unknown authority',
	CERT_SIGNATURE_FAILURE: "its certificate's signature is wrong",
	CERT_HAS_EXPIRED: 'its certificate has expired',
	CERT_NOT_YET_VALID: 'its certificate is not valid yet',
	CERT_REVOKED: 'its certificate was revoked',
	ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
};

/** Why no answer came, in words. */
export function describeTrouble(error: unknown) {
	const code = codeOf(error);
	const mistrust = mistrusted[code];
	return {
		reason: mistrust ?? refusals[code] ?? `the connection failed (${printable(code || messageOf(error))})`,
		isMistrust: mistrust !== undefined,
		isRefusal: code.startsWith('ERR_SSL_') && code.includes('ALERT'),
		isPlain: refusals[code] === noTls,
		wasCut: cuts.includes(code),
	};
}

/** Says why no answer came. */
export function unreachable(place: Place, error: unknown): UnreachableError {
	const {reason, isMistrust, isRefusal} = describeTrouble(error);
	if (isMistrust) {
		return new UnreachableError(`${nameOf(place)} can't be trusted: ${reason}`, {
			cause: error,
			advice: 'Check server, certificate-authority and tls-server-name in the kubeconfig',
		});
	}

	if (isRefusal) {
		return new UnreachableError(`${nameOf(place)} refuses the TLS connection: ${printable(codeOf(error))}`, {
			cause: error,
			advice: 'Check the client certificate in the kubeconfig',
		});
	}

	return new UnreachableError(`${nameOf(place)} does not answer: ${reason}`, {cause: error});
}

const cuts: readonly string[] = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_DESTROYED'];

/** Whether a pooled connection ended under the request: the server may just have been restarted. */
export function wasCut(error: unknown): boolean {
	return error instanceof UnreachableError && describeTrouble(error.cause).wasCut;
}

function codeOf(error: unknown): string {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
