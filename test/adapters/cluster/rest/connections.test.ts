import {writeFile} from 'node:fs/promises';
import {createServer as createHttpServer} from 'node:http';
import {connect, createServer} from 'node:net';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {clusterAt, configMaps, folder, item, listen, never, reply, startApi} from '../fakes/api.ts';
import {createCertificate} from '../fakes/certificate.ts';

const one = {...configMaps, namespace: 'shop', name: 'a'};
const found = reply(200, {kind: 'ConfigMap', apiVersion: 'v1', ...item('a')});

test('a server that says nothing is given up', async () => {
	const api = await startApi(() => undefined);
	const cluster = await clusterAt(api.url, {}, {request: 50});
	await expect(cluster.read(configMaps, one, never)).rejects.toThrow(
		`cluster test at ${api.url} does not answer: no answer in time`,
	);
});

test('an answer that stops half way is given up', async () => {
	const api = await startApi((_, response) => response.writeHead(200, {'content-length': '100'}).write('{'));
	const cluster = await clusterAt(api.url, {}, {request: 50});
	await expect(cluster.read(configMaps, one, never)).rejects.toThrow('the answer stopped half way');
});

test('who aborts gets the reason at once', async () => {
	const abort = new AbortController();
	const api = await startApi(() => abort.abort(new Error('enough')));
	const cluster = await clusterAt(api.url);
	await expect(cluster.read(configMaps, one, abort.signal)).rejects.toThrow('enough');
	await expect(cluster.read(configMaps, one, abort.signal)).rejects.toThrow('enough');
	expect(api.asked).toHaveLength(1);
});

test('a server that is not there: which one, and why', async () => {
	const server = createServer();
	const port = await listen(server);
	await new Promise(resolve => server.close(resolve));
	const cluster = await clusterAt(`https://127.0.0.1:${port}`);
	await expect(cluster.read(configMaps, one, never)).rejects.toThrow(
		`cluster test at https://127.0.0.1:${port} does not answer: connection refused`,
	);
});

test('a server that does not speak TLS is told', async () => {
	const server = createServer(socket => socket.end('SSH-2.0-hello\r\n'));
	const port = await listen(server);
	onTestFinished(() => void server.close());
	const cluster = await clusterAt(`https://127.0.0.1:${port}`);
	await expect(cluster.read(configMaps, one, never)).rejects.toThrow('it does not speak TLS');
});

const authority = {subject: 'authority', ...createCertificate({subject: 'authority'})};
const issued = (more: object) => createCertificate({subject: 'server', host: '127.0.0.1', issuer: authority, ...more});
const trusting = {'certificate-authority-data': Buffer.from(authority.certificate).toString('base64')};

test.for([
	['signed by an authority that the kubeconfig names', issued({}), trusting, undefined],
	[
		'of any kind, where the kubeconfig says not to look',
		issued({host: 'other'}),
		{'insecure-skip-tls-verify': true},
		undefined,
	],
	[
		'for the name that the kubeconfig says',
		issued({host: 'kube'}),
		{...trusting, 'tls-server-name': 'kube'},
		undefined,
	],
	['signed by an unknown authority', issued({}), {}, 'its certificate is signed by an unknown authority'],
	['that has expired', issued({until: new Date(0)}), trusting, 'its certificate has expired'],
	[
		'that is not valid yet',
		issued({from: new Date(Date.now() + 3_600_000)}),
		trusting,
		'its certificate is not valid yet',
	],
	['for another host', issued({host: 'other'}), trusting, 'its certificate is for another host'],
] as const)('a certificate %s', async ([, certificate, entry, problem]) => {
	const api = await startApi(found, certificate);
	const cluster = await clusterAt(api.url, {cluster: entry, user: {token: 'abc'}});
	const answer = cluster.read(configMaps, one, never);
	if (problem === undefined) {
		await expect(answer).resolves.toMatchObject({uid: 'uid-a'});
	} else {
		await expect(answer).rejects.toThrow(problem);
		// Nothing was sent, the token least of all.
		expect(api.asked).toEqual([]);
	}
});

test('certificates that are none are told', async () => {
	const data = Buffer.from('no certificate').toString('base64');
	const cluster = await clusterAt('https://127.0.0.1:1', {
		user: {'client-certificate-data': data, 'client-key-data': data},
	});
	await expect(cluster.read(configMaps, one, never)).rejects.toThrow('certificates or keys of the kubeconfig');
});

test('connections are used again', async () => {
	const ports = new Set<number | undefined>();
	const api = await startApi((asked, response) => {
		ports.add(response.socket?.remotePort);
		found(asked, response);
	});
	const cluster = await clusterAt(api.url);
	for (let count = 0; count < 20; count++) {
		await cluster.read(configMaps, one, never);
	}

	// Two, for an answer may be read before its connection is known to be free.
	expect(ports.size).toBeLessThanOrEqual(2);
});

test('an authority that changes in its file is believed from then on', async () => {
	const file = join(await folder(), 'ca.crt');
	await writeFile(file, createCertificate({subject: 'old authority'}).certificate);
	const api = await startApi(found, issued({}));
	const cluster = await clusterAt(api.url, {cluster: {'certificate-authority': file}}, {reread: 0});
	await expect(cluster.read(configMaps, one, never)).rejects.toThrow('unknown authority');
	await writeFile(file, authority.certificate);
	await expect(cluster.read(configMaps, one, never)).resolves.toMatchObject({uid: 'uid-a'});
});

test('requests go through the proxy of the kubeconfig, encrypted up to the cluster', async () => {
	const tunnels: string[] = [];
	const proxy = createHttpServer().on('connect', ({url = ''}, client) => {
		tunnels.push(url);
		const [host, port] = url.split(':');
		const server = connect(Number(port), host, () => {
			client.write('HTTP/1.1 200 OK\r\n\r\n');
			server.pipe(client).pipe(server);
		});
		client.on('error', () => server.destroy());
		server.on('error', () => client.destroy());
	});
	const port = await listen(proxy);
	onTestFinished(() => {
		proxy.close();
	});
	const api = await startApi(found, issued({}));
	const cluster = await clusterAt(api.url, {cluster: {...trusting, 'proxy-url': `http://127.0.0.1:${port}`}});
	await expect(cluster.read(configMaps, one, never)).resolves.toMatchObject({uid: 'uid-a'});
	expect(tunnels).toEqual([`127.0.0.1:${api.port}`]);
});

test('a closed cluster has no connections left', async () => {
	const sockets = new Set<object>();
	const api = await startApi((asked, response) => {
		const {socket} = response;
		if (socket) {
			sockets.add(socket);
			socket.on('close', () => sockets.delete(socket));
		}

		found(asked, response);
	});
	const cluster = await clusterAt(api.url);
	await cluster.read(configMaps, one, never);
	expect(sockets.size).toBe(1);
	await cluster.close();
	await expect.poll(() => sockets.size).toBe(0);
});
