import {Agent, request} from 'undici';
import {createCertificates} from '../../../source/sandbox/server/certificates.ts';
import type {User} from '../../../source/sandbox/server/handler.ts';
import {listen} from '../../../source/sandbox/server/listener.ts';
import {createServer, type ServerOptions} from '../../../source/sandbox/server/server.ts';

/** A request as a client sends it; `body` that is no text is written as JSON. */
export type Ask = {
	readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	readonly path: string;
	readonly body?: unknown;
	readonly type?: string;
	readonly accept?: string;
	readonly token?: string;
};

/** Tests look into bodies of all shapes. */
export type Told = {
	readonly status: number;
	readonly headers: Record<string, unknown>;
	readonly body: ReturnType<typeof JSON.parse>;
};

export type Served = AsyncDisposable & {
	ask(ask: Ask): Promise<Told>;
	/** The events of a watch, in order, as they come; ended by `count`, or by the server. `meanwhile` runs after the first. */
	watch(
		path: string,
		count: number,
		meanwhile?: () => Promise<unknown>,
	): Promise<readonly {readonly type: string; readonly object: Told['body']}[]>;
	compact(): void;
};

const groups = ['system:authenticated'];
const users = new Map<string, User>([
	['admin', {name: 'admin', groups: ['system:masters', ...groups], role: 'admin'}],
	['viewer', {name: 'viewer', groups, role: 'viewer'}],
]);

/** The API server alone, over HTTPS: without controllers, so that nothing changes but what a test changes. */
export async function serve(options: ServerOptions = {}): Promise<Served> {
	const certificates = createCertificates(new Date());
	const server = createServer({ca: certificates.ca, ...options});
	const listener = await listen(server.handler, {certificates, port: 0, users});
	const dispatcher = new Agent({connect: {ca: certificates.ca}});

	function send({method = 'GET', path, body, type, accept, token = 'admin'}: Ask) {
		return request(`${listener.url}${path}`, {
			dispatcher,
			method,
			headers: {
				authorization: `Bearer ${token}`,
				accept: accept ?? 'application/json',
				'user-agent': 'test/1',
				...(body !== undefined && {'content-type': type ?? 'application/json'}),
			},
			body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
		});
	}

	return {
		compact: () => server.compact(),
		async ask(ask) {
			const {statusCode, headers, body} = await send(ask);
			const text = await body.text();
			return {status: statusCode, headers, body: parsed(text)};
		},
		async watch(path, count, meanwhile) {
			const {body} = await send({path});
			const events = [];
			let rest = '';
			for await (const chunk of body) {
				const lines = (rest + chunk).split('\n');
				rest = lines.pop() ?? '';
				events.push(...lines.map(line => JSON.parse(line)));
				if (events.length > 0) {
					await meanwhile?.();
					meanwhile = undefined;
				}

				if (events.length >= count) {
					break;
				}
			}

			return events;
		},
		async [Symbol.asyncDispose]() {
			await dispatcher.destroy();
			await listener.close();
		},
	};
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
