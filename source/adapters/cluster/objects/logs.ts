import type {ServedKind} from '../../../model/ports.ts';
import {subjectOf} from '../rest/call.ts';
import type {Client} from '../rest/client.ts';
import {objectPath} from '../rest/paths.ts';

type Wanted = {readonly namespace: string; readonly name: string; readonly container: string; readonly tail: number};

const pods: ServedKind = {
	group: '',
	version: 'v1',
	kind: 'Pod',
	plural: 'pods',
	isNamespaced: true,
	isListable: true,
};

/** In bytes. */
const mostKept = 1024 * 1024;

/** The end of what a container wrote. `limitBytes` would keep its beginning. */
export async function readLogs(client: Client, pod: Wanted, signal: AbortSignal): Promise<readonly string[]> {
	const query = new URLSearchParams({
		tailLines: String(pod.tail),
		...(pod.container !== '' && {container: pod.container}),
	});
	const path = `${objectPath(pods, pod)}/log?${query}`;
	const chunks = await client.stream({verb: 'get', path, subject: subjectOf({...pods, ...pod})}, signal);
	let kept: Buffer = Buffer.alloc(0);
	for await (const chunk of chunks) {
		kept = Buffer.concat([kept, chunk]);
		kept = kept.length > 2 * mostKept ? kept.subarray(-mostKept) : kept;
	}

	const text = kept.subarray(-mostKept).toString('utf8').replace(/\n$/, '');
	return text === '' ? [] : text.split('\n').map(plainLine);
}

// What a terminal would act on: colours and other sequences, and then whatever control is left (of a progress bar, what stood last).
const sequences = /\p{Cc}(?:\[[0-?]*[ -/]*[@-~]|\][^\p{Cc}]*(?:\p{Cc}\\?)?)/gu;

function plainLine(line: string): string {
	const last = line.replace(/\r+$/, '').split('\r').at(-1) ?? '';
	return last
		.replaceAll('\t', '    ')
		.replaceAll(sequences, '')
		.replaceAll(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu, '');
}
