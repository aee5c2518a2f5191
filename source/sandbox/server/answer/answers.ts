import {dump} from 'js-yaml';
import type {Answer, Headers} from '../handler.ts';
import type {Details, Failure} from './refused.ts';

const noCache = {'cache-control': 'no-cache, private'} as const;

/** A whole answer that is JSON already. */
export function jsonAnswer(status: number, body: string, headers: Headers = {}): Answer {
	return {kind: 'whole', status, headers: {...noCache, 'content-type': 'application/json', ...headers}, body};
}

/** The same in YAML, where it is JSON; streams are not. */
export function inYaml(answer: Answer): Answer {
	if (answer.kind === 'stream' || answer.headers['content-type'] !== 'application/json') {
		return answer;
	}

	const options = {lineWidth: -1, sortKeys: true, seqNoIndent: true, quoteStyle: 'double'} as const;
	const headers = {...answer.headers, 'content-type': 'application/yaml'};
	return {...answer, headers, body: dump(JSON.parse(answer.body), options)};
}

export function textAnswer(status: number, body: string): Answer {
	const type = 'text/plain; charset=utf-8';
	return {
		kind: 'whole',
		status,
		headers: {...noCache, 'content-type': type, 'x-content-type-options': 'nosniff'},
		body,
	};
}

/** The metav1.Status of a failure. */
export function statusOf(failure: Failure): string {
	return JSON.stringify({
		kind: 'Status',
		apiVersion: 'v1',
		metadata: failure.continue === undefined ? {} : {continue: failure.continue},
		status: 'Failure',
		message: failure.message,
		...(failure.reason === '' ? {} : {reason: failure.reason}),
		...(failure.details === undefined ? {} : {details: failure.details}),
		code: failure.code,
	});
}

export function failureAnswer(failure: Failure): Answer {
	const retryAfter = failure.details?.retryAfterSeconds;
	return jsonAnswer(
		failure.code,
		statusOf(failure),
		retryAfter === undefined ? {} : {'retry-after': String(retryAfter)},
	);
}

export function successStatus(details: Details): string {
	return JSON.stringify({kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details});
}

/** The answer with one more remark, where there is one; it comes first. */
export function withWarning(answer: Answer, text: string | undefined): Answer {
	if (text === undefined) {
		return answer;
	}

	const own = warningHeaders([text]).warning ?? [];
	return {...answer, headers: {...answer.headers, warning: [own, answer.headers.warning ?? []].flat()}};
}

/** Remarks of the server go into headers, as RFC 7234 has it. */
export function warningHeaders(warnings: readonly string[]): Headers {
	return warnings.length === 0
		? {}
		: {warning: warnings.map(text => `299 - "${text.replaceAll(/["\\]/g, '\\$&').replaceAll(/[\r\n]+/g, ' ')}"`)};
}
