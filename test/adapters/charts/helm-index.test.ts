import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {HelmIndex} from '../../../source/adapters/charts/helm-index.ts';
import {IndexOutline} from '../../../source/adapters/charts/index-outline.ts';
import {noCredentials} from '../../../source/adapters/credentials/credential.ts';
import {Web} from '../../../source/adapters/web/web.ts';
import {type Page, startWebServer} from '../../support/web-server.ts';
import {forever, temporaryFolder} from '../git/support/repositories.ts';
import {measureTurns} from '../render/support/turns.ts';

async function read(page: Page, chart = 'web') {
	await using server = await startWebServer({'/index.yaml': page});
	const web = new Web({});
	onTestFinished(() => web.close());
	const folder = join(temporaryFolder(), 'index');
	const index = new HelmIndex({url: new URL('/index.yaml', server.url), folder, web, credentials: noCredentials});
	const entries = await index.entries(chart, forever);
	return entries?.map(({version, url}) => `${version} ${url}`).join(', ');
}

const web = `  web:
  - version: 1.0.0
    urls:
    - web-1.0.0.tgz
  - urls: [https://charts.example/web-2.tgz]
    version: "2.0.0"
`;
const both = '1.0.0 web-1.0.0.tgz, 2.0.0 https://charts.example/web-2.tgz';

test.for([
	['as Helm writes it', `apiVersion: v1\nentries:\n  cache: []\n${web}generated: x\n`],
	['with comments, blank lines and a mark', `# all\n---\nentries: # these\n\n  # one\n${web}\n# end\n`],
	['with its entries further to the right', `entries:\n${web.replaceAll(/^/gm, '    ')}`],
	['with the lists further to the right', `entries:\n${web.replaceAll(/^ {2}(?=[ -] )/gm, '      ')}`],
	['with quoted names', `"entries":\n  'cache': []\n${web.replace('web:', '"web":')}`],
	['with Windows line ends', `entries:\n${web}`.replaceAll('\n', '\r\n')],
	[
		'with a text that looks like a chart',
		`entries:\n${web}    description: |\n      x\n        web:\n      - version: 9.0.0\n`,
	],
	['with versions that are none', `entries:\n${web}  - version: nonsense\n  - {}\n`],
	[
		'as JSON',
		JSON.stringify({
			entries: {
				web: [
					{version: '1.0.0', urls: ['web-1.0.0.tgz']},
					{version: '2.0.0', urls: ['https://charts.example/web-2.tgz']},
				],
			},
		}),
	],
	[
		'as small YAML in one line',
		`entries: {web: [{version: 1.0.0, urls: [web-1.0.0.tgz]}, {version: 2.0.0, urls: [https://charts.example/web-2.tgz]}]}`,
	],
] as const)('An index %s is read', async ([, text]) => {
	expect(await read(text)).toBe(both);
	expect(await read(text, 'constructor')).toBeUndefined();
});

const bomb = `    a: &a [x, x, x, x, x, x, x, x, x]\n${[...'bcdefgh'].map((name, index) => `    ${name}: &${name} [${`*${'abcdefgh'[index]}, `.repeat(9)}x]\n`).join('')}`;

test.for([
	['nothing', '', 'the input is empty'],
	['a page for people', '<!doctype html><html></html>', 'line 1: it has no entries'],
	['JSON that is broken', '{"entries": ', 'line 1: it begins like JSON, and is none'],
	['no charts', 'entries: {}\n', 'line 1: it has no entries'],
	['a chart twice', `entries:\n${web}${web}`, 'line 8: this chart is named twice'],
	['a line without a name', `entries:\n${web}  "web\n`, 'line 8: this is no name of a chart'],
	['a name that is too long', `entries:\n  ${'w'.repeat(251)}:\n  - {}\n`, 'line 2: this is no name of a chart'],
	['a line too far to the left', `entries:\n${web} x: 1\n`, 'line 8: this line stands too far to the left'],
	['broken YAML', `entries:\n${web}    x: [\n`, 'chart web, line 8 of it:'],
	['aliases of aliases', `entries:\n${web}${bomb}`, 'its aliases make more than 3 MB of it'],
	['very deep lists', `entries:\n${web}    x: ${'['.repeat(5000)}\n`, 'nested deeper than 100 levels'],
	['a very long line', `entries:\n${web}    x: ${'y'.repeat(1_100_000)}\n`, 'line 8: this line has more than 1 MB'],
] as const)('An index with %s is refused, with its name and the line', async ([, text, expected]) => {
	const asked = read(text);
	await expect(asked).rejects.toThrow(/^http:\/\/127\.0\.0\.1:\d+\/index\.yaml is refused: /);
	await expect(asked).rejects.toThrow(expected);
});

/** 400 versions each. */
function chart(number: number): string {
	const version = (patch: number) =>
		`  - apiVersion: v2\n    description: ${'Does things. '.repeat(30)}\n    urls:\n    - x.tgz\n    version: 1.${number}.${patch}\n`;
	return `  chart-${number}:\n${Array.from({length: 400}, (_, patch) => version(patch)).join('')}`;
}

test('A large index takes neither the thread nor the memory', {timeout: 30_000}, async () => {
	const text = chart(0);
	const count = Math.ceil((60 * 1024 * 1024) / text.length);
	const page: Page = (_, response) => {
		response.write('entries:\n');
		let number = 0;
		const more = () => {
			while (number < count) {
				number += 1;
				if (!response.write(text.replace('chart-0', `chart-${number}`))) {
					return;
				}
			}

			response.end();
		};
		response.on('drain', more);
		more();
	};
	global.gc?.();
	const before = process.memoryUsage.rss();
	const turns = measureTurns();
	const entries = await read(page, 'chart-7');
	expect(turns.longest()).toBeLessThan(200);
	expect(entries?.split(', ')).toHaveLength(400);
	expect((process.memoryUsage.rss() - before) / 1024 / 1024).toBeLessThan(150);
});

test('Names with many spaces take no longer than others', () => {
	const index = Buffer.from(`entries:\n  a${' '.repeat(900)}x:\n`);
	const turns = measureTurns();
	for (let count = 0; count < 5000; count++) {
		expect(() => new IndexOutline().add(index)).toThrow('this is no name of a chart');
	}

	expect(turns.longest()).toBeLessThan(1000);
});

test('An index that never ends is given up', {timeout: 30_000}, async () => {
	const piece = Buffer.from(`  - ${'x'.repeat(65_530)}\n`);
	const page: Page = (_, response) => {
		const more = () => void (response.write(piece) && setImmediate(more));
		response.write('entries:\n  web:\n');
		response.on('drain', more);
		more();
	};
	await expect(read(page)).rejects.toThrow('index.yaml has more than the 200 MB that are read');
});
