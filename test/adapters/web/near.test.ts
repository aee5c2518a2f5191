import {expect, onTestFinished, test} from 'vitest';
import {isNear, lookUpFar} from '../../../source/adapters/web/near.ts';
import {Web} from '../../../source/adapters/web/web.ts';
import {redirected, type WebRequest} from '../../../source/adapters/web/web-request.ts';
import {startWebServer} from '../../support/web-server.ts';
import {forever} from '../git/support/repositories.ts';

test.for([
	...['127.0.0.1', '127.9.9.9', '0.0.0.0', '169.254.169.254', '100.100.100.200', '168.63.129.16'],
	...[
		'::',
		'::1',
		'fe80::1',
		'fd00:ec2::254',
		'fd20:ce::254',
		'::ffff:127.0.0.1',
		'::ffff:a9fe:a9fe',
		'64:ff9b::7f00:1',
	],
])('%s is near', address => {
	expect(isNear(address)).toBe(true);
});

test.for(['10.0.0.1', '192.168.1.1', '172.16.0.1', '8.8.8.8', 'fd00::2', '2001:db8::1', '::ffff:10.0.0.1'])(
	'%s is not',
	address => {
		expect(isNear(address)).toBe(false);
	},
);

type Address = {readonly address: string; readonly family: number};

const looked = (found: string | Address[]) =>
	new Promise<string>(resolve => {
		const far = lookUpFar((_, __, done) => done(null, found));
		far('charts.example', {all: typeof found !== 'string'}, (error, addresses) =>
			resolve(error ? `${error}` : JSON.stringify(addresses)),
		);
	});

test('A name is looked up once, and of several addresses none may be near', async () => {
	const [own, other] = [
		{address: '10.0.0.1', family: 4},
		{address: '::1', family: 6},
	];
	expect(await looked('10.0.0.1')).toBe('"10.0.0.1"');
	expect(await looked([own])).toBe(JSON.stringify([own]));
	expect(await looked('127.0.0.1')).toContain('127.0.0.1 is near');
	expect(await looked([own, other])).toContain('::1 is near');
});

async function fetch(request: WebRequest, isForeign: boolean): Promise<string> {
	const web = new Web({}, {isForeign});
	onTestFinished(() => web.close());
	const answer = await web.fetch(request, forever);
	return String(await answer.bytes(1000));
}

test.for([...['127.0.0.1', 'localhost', '127.1', '2130706433', '0x7f.0.0.1', '0177.0.0.1', '127.0.0.1.']])(
	'What only a repository names is not asked at %s, unless there is an entry for it',
	async host => {
		await using server = await startWebServer({'/index.yaml': 'hello'});
		const url = new URL(`${server.url.replace('127.0.0.1', host)}/index.yaml`);
		expect(await fetch({url}, false)).toBe('hello');
		const before = server.asked.length;
		const refused = /is refused: (?:127\.0\.0\.1|::1) is this machine, .* you have not named it$/;
		await expect(fetch({url}, true)).rejects.toThrow(refused);
		await expect(fetch({url, isForeign: true}, false)).rejects.toThrow(refused);
		expect(server.asked).toHaveLength(before);
		expect(await fetch({url, credential: {origin: 'a test'}}, true)).toBe('hello');
	},
);

test.for([
	'https://169.254.169.254/latest',
	'https://[fe80::1]/',
	'https://[::ffff:169.254.169.254]/',
	'https://0.0.0.0/',
])('%s is not asked either', async url => {
	await expect(fetch({url: new URL(url)}, true)).rejects.toThrow('you have not named it');
});

test.for<[string, string, boolean, boolean]>([
	['https://charts.example/a', 'https://charts.example/b', false, false],
	['https://charts.example/a', 'https://charts.example:8443/b', false, false],
	['https://charts.example/a', 'https://localhost/b', false, true],
	['https://charts.example/a', 'https://cdn.example/b', false, true],
	['http://127.0.0.1:1/a', 'http://localhost:2/b', false, false],
	['https://charts.example/a', 'https://charts.example:8443/b', true, true],
	['https://charts.example/a', 'https://charts.example/b', true, true],
])('From %s to %s, of what is foreign: %s, is foreign: %s', ([from, to, isForeign, expected]) => {
	const {url, isForeign: told, credential} = redirected({url: new URL(from), isForeign}, new URL(to));
	expect([url.href, told, credential]).toEqual([to, expected, undefined]);
});

test('Who is on this machine, and may be asked, leads on to all of it', async () => {
	await using inner = await startWebServer({'/there': 'hello'});
	await using server = await startWebServer({
		'/': (_, response) => void response.writeHead(302, {location: `${inner.url}/there`}).end(),
	});
	const url = new URL(server.url);
	await expect(fetch({url}, true)).rejects.toThrow('you have not named it');
	expect([await fetch({url}, false), await fetch({url, credential: {origin: 'a test'}}, true)]).toEqual([
		'hello',
		'hello',
	]);
});
