import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import {createInterface} from 'node:readline';

type Entry = {
	readonly verb: string;
	readonly requestURI: string;
	readonly userAgent?: string;
	readonly stage: string;
	readonly objectRef?: {readonly resource: string};
};

/** Calls to the API server, by verb. */
export type Calls = Readonly<Record<string, number>>;

/** How much there is of the API server's audit log: what comes after it are the calls from now on. */
export async function endOf(auditLog: string): Promise<number> {
	return (await stat(auditLog)).size;
}

/** The calls that trueup has made since, by the API server's own count. Watches are counted when they begin. */
export async function callsSince(auditLog: string, start: number): Promise<Calls> {
	const calls: Record<string, number> = {};
	for await (const line of createInterface({input: createReadStream(auditLog, {start})})) {
		const verb = line.includes('trueup/') ? verbOf(JSON.parse(line)) : undefined;
		if (verb !== undefined) {
			calls[verb] = (calls[verb] ?? 0) + 1;
		}
	}

	return calls;
}

function verbOf(entry: Entry): string | undefined {
	const {verb, requestURI, objectRef} = entry;
	if (!isCounted(entry)) {
		return undefined;
	}

	if (verb === 'get' && objectRef === undefined) {
		return 'discovery';
	}

	return verb === 'patch' ? (requestURI.includes('dryRun=All') ? 'dry-run' : 'apply') : verb;
}

function isCounted({verb, stage, userAgent}: Entry): boolean {
	return (
		userAgent?.startsWith('trueup/') === true && stage === (verb === 'watch' ? 'ResponseStarted' : 'ResponseComplete')
	);
}

export function describeCalls(calls: Calls): string {
	const all = Object.entries(calls).toSorted(([, a], [, b]) => b - a);
	const sum = all.reduce((total, [, count]) => total + count, 0);
	return sum === 0 ? 'no call' : `${sum}: ${all.map(([verb, count]) => `${count} ${verb}`).join(', ')}`;
}
