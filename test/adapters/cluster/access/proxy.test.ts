import {expect, test} from 'vitest';
import {proxyFor} from '../../../../source/adapters/cluster/access/proxy.ts';

const environment = {
	HTTPS_PROXY: 'http://secure:1',
	http_proxy: 'plain:2',
	NO_PROXY: 'internal, .corp.example,*.lab,10.0.0.0/8',
};

test.for([
	['none where none is said', 'https://a.example', '', {}, ''],
	["the kubeconfig's goes before the environment's", 'https://a.example', 'socks5://p', environment, 'socks5://p'],
	["the environment's, by the server's scheme", 'https://a.example', '', environment, 'http://secure:1'],
	['a proxy without a scheme speaks HTTP', 'http://a.example', '', environment, 'http://plain:2'],
	['never for loopback', 'https://127.0.0.1:6443', '', environment, ''],
	['never for localhost', 'https://localhost:6443', '', environment, ''],
	['not for an exempt host', 'https://internal', '', environment, ''],
	['not below an exempt host', 'https://a.internal', '', environment, ''],
	['not in an exempt domain', 'https://a.corp.example:6443', '', environment, ''],
	['not below a star', 'https://x.lab', '', environment, ''],
	['not in an exempt range', 'https://10.1.2.3:6443', '', environment, ''],
	['but outside of it', 'https://11.1.2.3:6443', '', environment, 'http://secure:1'],
	['not for a host that ends alike', 'https://notinternal', '', environment, 'http://secure:1'],
	['for nothing at all', 'https://a.example', '', {...environment, NO_PROXY: '*'}, ''],
] as const)('%s', ([, server, configured, variables, expected]) => {
	expect(proxyFor(server, configured, variables)).toBe(expected);
});
