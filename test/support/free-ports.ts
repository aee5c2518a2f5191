import {once} from 'node:events';
import {createServer, type Server} from 'node:net';

/** That many free ports of the loopback, all different. */
export async function freePorts(count: number): Promise<number[]> {
	const servers = await Promise.all(Array.from({length: count}, listen));
	const ports = servers.map(portOf);
	await Promise.all(servers.map(close));
	return ports;
}

async function listen(): Promise<Server> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	return server;
}

function portOf(server: Server): number {
	const address = server.address();
	if (address === null || typeof address === 'string') {
		throw new Error('the server does not listen on a port');
	}

	return address.port;
}

async function close(server: Server): Promise<void> {
	server.close();
	await once(server, 'close');
}
