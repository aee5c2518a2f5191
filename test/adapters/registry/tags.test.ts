import {expect, onTestFinished, test} from 'vitest';
import {noCredentials} from '../../../source/adapters/credentials/credential.ts';
import {Registry} from '../../../source/adapters/registry/registry.ts';
import {Web} from '../../../source/adapters/web/web.ts';
import {type Page, startWebServer} from '../../support/web-server.ts';
import {forever} from '../git/support/repositories.ts';

async function tagsOf(host: string, limits: {readonly longestListMs?: number} = {}) {
	const web = new Web({});
	onTestFinished(() => web.close());
	const place = {address: `oci://${host}/shop`, host, name: 'shop'};
	return await new Registry(place, {web, credentials: noCredentials, ...limits}).tags(forever);
}

/** A list of tags without end, one on each page, and how many pages were asked for. */
function endlessPages() {
	let pages = 0;
	const page: Page = (_, response) => {
		pages += 1;
		const link = `</v2/shop/tags/list?n=1&last=${pages}>; rel="next"`;
		response.writeHead(200, {link}).end(JSON.stringify({tags: [`0.0.${pages}`]}));
	};
	return {page, pages: () => pages};
}

test('A list of tags in pages of one each is given up after 1,000 of them', {timeout: 60_000}, async () => {
	const {page, pages} = endlessPages();
	await using server = await startWebServer({'/v2/shop/tags/list': page});
	await expect(tagsOf(server.host)).rejects.toThrow('/shop has more than 1000 pages in its list of tags');
	expect(pages()).toBe(1000);
});

test('A list of tags that takes too long as a whole is given up', async () => {
	const {page, pages} = endlessPages();
	await using server = await startWebServer({'/v2/shop/tags/list': page});
	await expect(tagsOf(server.host, {longestListMs: 0})).rejects.toThrow('took more than 0 s for its list of tags');
	expect(pages()).toBe(1);
});
