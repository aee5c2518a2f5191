import {randomBytes} from 'node:crypto';
import {appendFileSync} from 'node:fs';
import {createControllers} from './controllers/controllers.ts';
import {createKubelet} from './kubelet.ts';
import {createCertificates} from './server/certificates.ts';
import type {User} from './server/handler.ts';
import {listen} from './server/listener.ts';
import {createLocalApi} from './server/local-api.ts';
import {createServer} from './server/server.ts';
import type {WorkerOptions} from './thread.ts';

export type Running = {
	readonly url: string;
	readonly ca: string;
	readonly token: string;
	readonly viewerToken: string;
	/** Ends all that it started. */
	stop(): Promise<void>;
};

/** Server, controllers and kubelet together; resolves when the API answers and the node is ready. */
export async function runSandbox(
	{port = 0, auditLog}: WorkerOptions,
	report: (message: string) => void,
): Promise<Running> {
	const certificates = createCertificates(new Date());
	const {ca} = certificates;
	const server = createServer({
		ca,
		...(auditLog !== undefined && {audit: line => appendFileSync(auditLog, `${JSON.stringify(line)}\n`)}),
	});
	const [token, viewerToken] = [newToken(), newToken()];
	const admin: User = {name: 'admin', groups: ['system:masters', 'system:authenticated'], role: 'admin'};
	const viewer: User = {name: 'viewer', groups: ['system:authenticated'], role: 'viewer'};
	const users = new Map([
		[token, admin],
		[viewerToken, viewer],
	]);
	const listener = await listen(server.handler, {certificates, port, users});
	const ending = new AbortController();
	const {signal} = ending;
	const apiOf = (manager: string) => createLocalApi(server.handler, {manager});
	const controllers = createControllers(apiOf('kube-controller-manager'), {signal, report});
	const kubelet = createKubelet(apiOf('kubelet'), {signal, report, events: true});
	await Promise.all([controllers.ready, kubelet.ready]);
	return {
		url: listener.url,
		ca,
		token,
		viewerToken,
		async stop() {
			ending.abort();
			await Promise.all([controllers.ended, kubelet.ended, listener.close()]);
		},
	};
}

function newToken(): string {
	return randomBytes(24).toString('base64url');
}
