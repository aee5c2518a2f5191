import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, onTestFinished, test, vi} from 'vitest';
import {Renderer} from '../../../source/adapters/render/render.ts';
import {createToolbox} from '../../../source/adapters/render/tools/find-tool.ts';
import {findIsolation} from '../../../source/adapters/render/tools/isolation.ts';
import {noSettings} from '../../../source/adapters/render/tools/settings.ts';
import {until} from '../../cluster/support/until.ts';
import {startProgram} from '../../support/program.ts';
import {createTemporaryFolder} from '../../support/temporary-folder.ts';
import {commitOf, forever, requestOf, sourceOf} from './support/files.ts';
import {processesWith} from './support/processes.ts';

const isWhole = (await findIsolation()).kind === 'whole';

test('what a program works in is removed even where trueup is killed meanwhile', async () => {
	const file = fileURLToPath(new URL('./programs/run-until-killed.ts', import.meta.url));
	await using place = await createTemporaryFolder();
	const env = {PATH: process.env.PATH ?? '', TMPDIR: place.folder};
	const token = `left-${crypto.randomUUID()}`;
	const daemon = `env -i /usr/bin/setsid sh -c 'while :; do sleep 60; : ${token}; done' </dev/null >/dev/null 2>&1 &`;
	const script = `${isWhole ? daemon : ''} touch started; sleep 600`;
	await using running = startProgram(process.execPath, [file, script], {env});
	const folder = await until('it runs', () => {
		const names = readdirSync(place.folder).map(name => path.join(place.folder, name));
		return names.find(name => existsSync(path.join(name, 'tree', 'started')));
	});
	expect(existsSync(path.join(folder, 'tree', 'a.txt'))).toBe(true);
	running.signal('SIGKILL');
	await running.exited;
	await until('the folder is gone', () => readdirSync(place.folder).length === 0);
	await until('all that it has started is gone', () => processesWith(token).length === 0);
});

test('who closes a renderer finds nothing left of what it has rendered', async () => {
	await using place = await createTemporaryFolder();
	vi.stubEnv('TMPDIR', place.folder);
	onTestFinished(() => void vi.unstubAllEnvs());
	const script = 'i=0; while [ $i -lt 500 ]; do i=$((i+1)); mkdir -p n$i/a/b; done; touch started; sleep 600';
	const settings = {...noSettings, plugins: {own: {init: [], generate: ['sh', '-c', script]}}};
	const renderer = new Renderer({toolbox: createToolbox({PATH: '/bin'}, settings), settings});
	const tool = {kind: 'plugin', name: 'own', env: [], parameters: []} as const;
	const rendering = ['a', 'b'].map(content =>
		renderer.render(requestOf({...sourceOf(''), tool}, commitOf({'a.txt': content})), forever),
	);
	const cancelled = Promise.all(rendering.map(one => expect(one).rejects.toThrow('abort')));
	await until('both run', () => {
		const names = readdirSync(place.folder).map(name => path.join(place.folder, name, 'tree', 'started'));
		return names.filter(name => existsSync(name)).length === 2;
	});
	await renderer.close();
	expect(readdirSync(place.folder)).toEqual([]);
	await cancelled;
});
