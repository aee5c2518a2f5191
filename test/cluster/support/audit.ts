import {readFile} from 'node:fs/promises';
import type {TestNamespace} from './shared-cluster.ts';
import {until} from './until.ts';

type Entry = {
	readonly verb: string;
	readonly requestURI: string;
	readonly userAgent?: string;
	readonly user?: {readonly username?: string};
	readonly responseStatus?: {readonly code?: number};
	readonly objectRef?: {readonly resource?: string; readonly namespace?: string; readonly name?: string};
};

/** What trueup wrote to a namespace, by the server's audit log, in order: `patch configmaps/web`. Dry-runs and what was refused wrote nothing. */
export async function writesTo(auditLog: string, namespace: string): Promise<readonly string[]> {
	const lines = (await readFile(auditLog, 'utf8')).trimEnd().split('\n');
	return lines
		.map((line): Entry => JSON.parse(line))
		.filter(({userAgent, objectRef}) => userAgent?.startsWith('trueup/') && objectRef?.namespace === namespace)
		.filter(({verb, requestURI}) => !['get', 'list', 'watch'].includes(verb) && !requestURI.includes('dryRun=All'))
		.filter(({responseStatus}) => (responseStatus?.code ?? 0) < 300)
		.map(({verb, objectRef}) => `${verb} ${objectRef?.resource}/${objectRef?.name}`);
}

/** All that trueup asked of a namespace as that user, or of the whole cluster where it is empty: `list configmaps 403`. */
export async function callsTo(auditLog: string, user: string, namespace: string): Promise<readonly string[]> {
	const lines = (await readFile(auditLog, 'utf8')).trimEnd().split('\n');
	return lines
		.map((line): Entry => JSON.parse(line))
		.filter(entry => entry.userAgent?.startsWith('trueup/') && entry.user?.username === user)
		.filter(({objectRef}) => objectRef?.resource !== undefined && (objectRef.namespace ?? '') === namespace)
		.map(({verb, objectRef, responseStatus}) => `${verb} ${objectRef?.resource} ${responseStatus?.code}`);
}

/** Lets the gated pods of the namespace be scheduled. */
export async function openGates({kubectl}: TestNamespace): Promise<void> {
	const pods = await until('there are pods', async () => {
		const names = await kubectl(['get', 'pods', '--output=name']);
		return names !== '' && names.split('\n');
	});
	const patch = '--patch=[{"op": "remove", "path": "/spec/schedulingGates"}]';
	await Promise.all(pods.map(pod => kubectl(['patch', pod, '--type=json', patch])));
}
