import {BlockList, isIP} from 'node:net';

/** The proxy on the way to a server, as Go's programs choose it: never for loopback; empty for none. */
export function proxyFor(server: string, configured: string, environment: NodeJS.ProcessEnv): string {
	if (configured !== '') {
		return configured;
	}

	const url = URL.parse(server);
	if (!url || isLoopback(url.hostname) || isExempt(url, environment.NO_PROXY ?? environment.no_proxy ?? '')) {
		return '';
	}

	const {HTTPS_PROXY, https_proxy, HTTP_PROXY, http_proxy} = environment;
	const found = url.protocol === 'https:' ? (HTTPS_PROXY ?? https_proxy) : (HTTP_PROXY ?? http_proxy);
	return !found || found.includes('://') ? (found ?? '') : `http://${found}`;
}

function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}

function isExempt({hostname, host}: URL, noProxy: string): boolean {
	return noProxy
		.split(',')
		.map(rule => rule.trim().toLowerCase())
		.filter(rule => rule !== '')
		.some(rule => {
			const domain = rule.replace(/^\*?\./, '');
			const isNamed = rule === '*' || rule === host || hostname === domain || hostname.endsWith(`.${domain}`);
			return isNamed || isWithin(hostname, rule);
		});
}

/** Whether the address is in a range like `10.0.0.0/8`. */
function isWithin(address: string, range: string): boolean {
	const [network = '', bits = ''] = range.split('/', 2);
	if (isIP(network) !== 4 || isIP(address) !== 4 || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) {
		return false;
	}

	const list = new BlockList();
	list.addSubnet(network, Number(bits));
	return list.check(address);
}
