import {readFile} from 'node:fs/promises';

type Entry = {
	readonly verb: string;
	readonly requestURI: string;
	readonly userAgent?: string;
	readonly stage: string;
	readonly objectRef?: {readonly resource: string};
};

/** Calls to the API server, by verb. */
export type Calls = Readonly<Record<string, number>>;

/** The calls that trueup has made so far, by the API server's own count. Watches are counted when they begin. */
export async function callsOf(auditLog: string): Promise<Calls> {
	const lines = (await readFile(auditLog, 'utf8')).split('\n').filter(line => line.includes('trueup/'));
	const entries = lines.map((line): Entry => JSON.parse(line)).filter(isCounted);
	return Object.fromEntries([...Map.groupBy(entries, verbOf)].map(([verb, all]) => [verb, all.length]));
}

function isCounted({verb, stage, userAgent}: Entry): boolean {
	return (
		userAgent?.startsWith('trueup/') === true && stage === (verb === 'watch' ? 'ResponseStarted' : 'ResponseComplete')
	);
}

function verbOf({verb, requestURI, objectRef}: Entry): string {
	if (verb === 'get' && objectRef === undefined) {
		return 'discovery';
	}

	return verb === 'patch' ? (requestURI.includes('dryRun=All') ? 'dry-run' : 'apply') : verb;
}

export function callsBetween(before: Calls, after: Calls): Calls {
	const all = Object.entries(after).map(([verb, count]) => [verb, count - (before[verb] ?? 0)] as const);
	return Object.fromEntries(all.filter(([, count]) => count > 0));
}

export function describeCalls(calls: Calls): string {
	const all = Object.entries(calls).toSorted(([, a], [, b]) => b - a);
	const sum = all.reduce((total, [, count]) => total + count, 0);
	return sum === 0 ? '0' : `${sum}: ${all.map(([verb, count]) => `${count} ${verb}`).join(', ')}`;
}
