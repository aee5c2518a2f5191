import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {configMap, type Files} from './files.ts';
import {render} from './with-tool.ts';

/** `URL` stands for an address on loopback where each request is noted. */
export async function renderCounting(files: Files, run: Parameters<typeof render>[1]) {
	let requests = 0;
	const server = createServer((_, response) => {
		requests++;
		response.end(configMap('fetched'));
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	try {
		const address = `http://127.0.0.1:${portOf(server.address())}`;
		const named = Object.entries(files).map(([path, text]) => [path, String(text).replaceAll('URL', address)]);
		const {manifests, problems} = await render(Object.fromEntries(named), run);
		const told = problems.map(({where, message}) => `${where} ${message.replaceAll(address, 'URL')}`);
		return {names: manifests.map(({id}) => `${id.kind} ${id.name}`), problems: told, requests};
	} finally {
		server.close();
	}
}

function portOf(address: AddressInfo | string | null): number {
	return typeof address === 'object' && address !== null ? address.port : 0;
}
