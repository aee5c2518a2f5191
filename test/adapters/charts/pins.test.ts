import {expect, test} from 'vitest';
import {createSources} from '../../../source/adapters/sources/sources.ts';
import {chartRepository} from '../../support/chart-repository.ts';
import {startWebServer} from '../../support/web-server.ts';
import {forever, temporaryFolder} from '../git/support/repositories.ts';

function open(repository: string) {
	const sources = createSources({cacheFolder: temporaryFolder()});
	return {
		async told(revision: string, chart = 'web'): Promise<string> {
			const answer = (await sources.resolve({repository, chart}, [revision], forever)).get(revision);
			return answer === undefined || answer instanceof Error ? `${answer?.message}` : answer.id;
		},
		[Symbol.asyncDispose]: () => sources.close(),
	};
}

const digestIn = (id: string) => id.slice(id.indexOf('@') + 1);

test('What is pinned is the version that is asked for, whatever is here already', async () => {
	const web = ['1.2.3', '1.10.0'].map(version => ({name: 'web', version}));
	await using server = await startWebServer(chartRepository([...web, {name: 'cache', version: '1.2.3'}]));
	await using cached = open(server.url);
	await using fresh = open(server.url);
	const older = digestIn(await cached.told('1.2.3'));
	const other = digestIn(await cached.told('1.2.3', 'cache'));
	for (const revision of [`1.10.0@${older}`, `^1@${older}`, `1.2.3@${other}`, other]) {
		const refusal = await fresh.told(revision);
		expect(refusal).toMatch(/is asked for|has no version/);
		expect(await cached.told(revision)).toBe(refusal);
	}

	expect([await cached.told(older), await fresh.told(older)]).toEqual([`1.2.3@${older}`, `1.2.3@${older}`]);
});
