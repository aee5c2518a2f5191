import {once} from 'node:events';
import {createServer} from 'node:net';
import {TLSSocket} from 'node:tls';
import {gzipSync} from 'node:zlib';
import {expect, onTestFinished, test} from 'vitest';
import {Web, type WebTiming} from '../../../source/adapters/web/web.ts';
import {createCertificates} from '../../../source/sandbox/server/certificates.ts';
import {type Page, startWebServer} from '../../support/web-server.ts';
import {forever} from '../git/support/repositories.ts';

const timing: WebTiming = {connect: 10_000, silence: 20_000, whole: 20_000, patience: 1500};
/** For servers that take longer than anybody waits. */
const short: WebTiming = {...timing, silence: 200, whole: 500};
const megabyte = 1024 * 1024;

function openWeb(environment: NodeJS.ProcessEnv = {}, timed = timing) {
	const web = new Web(environment, {timing: timed});
	onTestFinished(() => web.close());
	return web;
}

type Asking = {readonly authorization?: string; readonly ca?: string; readonly timed?: WebTiming};

async function get(url: string, {authorization, ca, timed}: Asking = {}): Promise<string> {
	const credential = ca === undefined ? undefined : {origin: 'a test', ca};
	const answer = await openWeb({}, timed).fetch({url: new URL(url), authorization, credential}, forever);
	return `${answer.status} ${await answer.bytes(megabyte)}`;
}

function redirect(location: string): Page {
	return (_, response) => void response.writeHead(302, {location}).end();
}

test('A page is fetched, also where the server packs it for the way', async () => {
	await using server = await startWebServer({
		'/plain': 'hello',
		'/packed': (_, response) => void response.writeHead(200, {'content-encoding': 'gzip'}).end(gzipSync('hello')),
	});
	expect(await get(`${server.url}/plain`)).toBe('200 hello');
	expect(await get(`${server.url}/packed`)).toBe('200 hello');
});

test('Redirects are followed, and another origin gets nothing that shows who asks', async () => {
	await using other = await startWebServer({'/there': 'hello'});
	await using server = await startWebServer({'/a': redirect('/b'), '/b': redirect(`${other.url}/there`)});
	expect(await get(`${server.url}/a`, {authorization: 'Basic c2VjcmV0'})).toBe('200 hello');
	expect(server.asked.map(({authorization}) => authorization)).toEqual(['Basic c2VjcmV0', 'Basic c2VjcmV0']);
	expect(other.asked.map(({authorization}) => authorization)).toEqual([undefined]);
});

test('From https nothing leads on to http', async () => {
	const {ca, certificate: cert, key} = createCertificates(new Date());
	await using plain = await startWebServer({'/there': 'hello'});
	await using server = await startWebServer({'/a': redirect(`${plain.url}/there`), '/b': 'hello'}, {tls: {cert, key}});
	await expect(get(`${server.url}/a`, {ca})).rejects.toThrow('which is refused: https does not lead on to http');
	expect(await get(`${server.url}/b`, {ca})).toBe('200 hello');
	await expect(get(`${server.url}/b`)).rejects.toThrow(
		"can't be trusted: its certificate is signed by an unknown authority",
	);
	expect(plain.asked).toEqual([]);
});

test('A client certificate is shown to the origin that it is for, and to no other', async () => {
	const {ca, certificate: cert, key} = createCertificates(new Date());
	const tls = {cert, key, requestCert: true};
	const seen: string[] = [];
	const look =
		(then: Page): Page =>
		(request, response) => {
			const {socket} = request;
			seen.push(socket instanceof TLSSocket ? (socket.getPeerX509Certificate()?.subject ?? 'nobody') : 'no TLS');
			if (typeof then === 'function') {
				then(request, response);
			}
		};
	await using server = await startWebServer({}, {tls});
	server.pages.set('/a', look(redirect('/b')));
	server.pages.set('/b', look(redirect(`${server.url.replace('127.0.0.1', 'localhost')}/c`)));
	server.pages.set(
		'/c',
		look((_, response) => void response.end()),
	);
	const credential = {origin: 'a test', ca, certificate: {cert, key}};
	const asked = openWeb().fetch({url: new URL(`${server.url}/a`), credential}, forever);
	// The other origin has an authority that is not known to it any more either.
	await expect(asked).rejects.toThrow('https://localhost');
	expect(seen).toEqual(['CN=trueup-sandbox', 'CN=trueup-sandbox']);
});

test.for([
	['file:///etc/passwd', /redirects to file:\/\/\/etc\/passwd, which is refused: nothing is fetched by file:/],
	['http://charts.example/x', /which is refused: plain http is only used on this machine/],
	['https://ada:secret@charts.example/x', /which is refused: it holds a user or a password/],
	['/again', /redirects more than 5 times/],
] as const)('A redirect to %s is refused', async ([location, expected]) => {
	await using server = await startWebServer({'/again': redirect(location)});
	await expect(get(`${server.url}/again`)).rejects.toThrow(expected);
	expect(server.asked.length).toBeLessThanOrEqual(6);
});

test('Nothing of a query or of a password is ever told', async () => {
	await using server = await startWebServer({'/a': redirect('https://ada:hunter2@charts.example/x?token=hunter2')});
	const told = await get(`${server.url}/a?token=hunter2`).catch(error => `${error.message} ${error.advice}`);
	expect(told).toContain('refused');
	expect(told).not.toContain('hunter2');
});

test.for([429, 500, 503])('A server that answers %s is asked again when it wants to be', async status => {
	let times = 0;
	const busy: Page = (_, response) => {
		times += 1;
		response.writeHead(times < 3 ? status : 200, {'retry-after': '0'}).end('hello');
	};
	await using server = await startWebServer({'/': busy});
	expect(await get(`${server.url}/`)).toBe('200 hello');
	expect(times).toBe(3);
});

test('A server that asks for more patience than there is gets none', async () => {
	await using server = await startWebServer({
		'/': (_, response) => void response.writeHead(429, {'retry-after': '3600'}).end('wait'),
	});
	expect(await get(`${server.url}/`)).toBe('429 wait');
	expect(server.asked).toHaveLength(1);
});

test.for([
	['says nothing', () => undefined, / in time$/],
	[
		'stops in the middle',
		(_, response) => void response.writeHead(200).write('x'),
		/the answer stopped half way| in time$/,
	],
	[
		'never ends, though slowly',
		(_, response) => {
			const timer = setInterval(() => response.write('x'), 20);
			response.on('close', () => clearInterval(timer));
		},
		/ in time$/,
	],
	[
		'never ends',
		(_, response) => {
			const more = () => void (response.write(Buffer.alloc(65_536)) && setImmediate(more));
			response.on('drain', more);
			more();
		},
		/has more than the 1 MB that are read/,
	],
	[
		'packs much into little',
		(_, response) => void response.writeHead(200, {'content-encoding': 'gzip'}).end(gzipSync(Buffer.alloc(9_000_000))),
		/has more than the 1 MB that are read/,
	],
	[
		'cuts the connection',
		(request: {socket: {destroy(): unknown}}) => void request.socket.destroy(),
		/the connection was cut/,
	],
] as const satisfies readonly (readonly [string, Exclude<Page, string | Buffer>, RegExp])[])(
	'A server that %s is given up',
	async ([, page, expected]) => {
		await using server = await startWebServer({'/': page});
		const timed = `${expected}`.includes(' in time') ? short : timing;
		await expect(get(`${server.url}/`, {timed})).rejects.toThrow(expected);
	},
);

test('Who gives up is told at once, with the own reason', async () => {
	await using server = await startWebServer({'/': () => undefined});
	const controller = new AbortController();
	const asked = openWeb().fetch({url: new URL(server.url)}, controller.signal);
	controller.abort(new Error('enough'));
	await expect(asked).rejects.toThrow('enough');
});

test('The way leads through the proxy that the environment names', async () => {
	const seen: string[] = [];
	const proxy = createServer(socket => {
		socket.once('data', data => {
			seen.push(data.toString('latin1').split('\r\n', 1)[0] ?? '');
			socket.end('HTTP/1.1 502 no\r\n\r\n');
		});
	}).listen(0, '127.0.0.1');
	onTestFinished(() => void proxy.close());
	await once(proxy, 'listening');
	const address = proxy.address();
	const port = typeof address === 'object' ? address?.port : 0;
	const asked = openWeb({HTTPS_PROXY: `http://127.0.0.1:${port}`}).fetch(
		{url: new URL('https://charts.example/')},
		forever,
	);
	await expect(asked).rejects.toThrow('https://charts.example/ does not answer');
	expect(seen[0]).toBe('CONNECT charts.example:443 HTTP/1.1');
});
