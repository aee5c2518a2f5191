import {chmodSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {Renderer} from '../../../source/adapters/render/render.ts';
import {Setbacks} from '../../../source/adapters/render/setbacks.ts';
import {createToolbox} from '../../../source/adapters/render/tools/find-tool.ts';
import {usualLimits} from '../../../source/adapters/render/tools/limits.ts';
import {temporaryFolder} from '../git/support/repositories.ts';
import {commitOf, forever, requestOf, sourceOf} from './support/files.ts';

const late = {
	key: 'k',
	manifests: [],
	problems: [{scope: 'source', where: 'web', message: 'took longer than 90 s'}],
	tool: '',
	messages: '',
	remarks: [],
} as const;

test('What took too long waits twice as long each time, up to an hour, and says so', () => {
	let now = 0;
	const setbacks = new Setbacks(() => now);
	const waits = [5, 10, 20, 40, 60, 60].map(minutes => {
		const told = setbacks.note(late).problems[0]?.message;
		expect(told).toBe(`took longer than 90 s; it is not tried again for ${minutes} min, unless what it reads changes`);
		now += minutes * 60_000 - 1;
		const before = setbacks.find('k');
		now += 1;
		return [before?.problems[0]?.message === told, setbacks.find('k')];
	});
	expect(waits).toEqual(waits.map(() => [true, undefined]));
});

test('A build that took too long is not started again for the same files, and at once for others', async () => {
	const folder = temporaryFolder();
	const program = join(folder, 'kustomize');
	writeFileSync(program, '#!/bin/sh\n[ "$1" = version ] && { echo v5.8.0; exit 0; }\nexec /bin/sleep 60\n');
	chmodSync(program, 0o755);
	const renderer = new Renderer({toolbox: createToolbox({PATH: folder}), limits: {...usualLimits, time: 300}});
	const source = {...sourceOf('web'), tool: {kind: 'detected'}} as const;
	const render = (text: string) =>
		renderer.render(requestOf(source, commitOf({'web/kustomization.yaml': text})), forever);
	const first = await render('resources: []');
	expect(first.problems[0]?.message).toContain('took longer than 0.3 s; it is not tried again for 5 min');
	expect(await render('resources: []')).toBe(first);
	const other = await render('resources: []\nnamePrefix: x-');
	expect(other.problems).toEqual(first.problems);
	expect(other).not.toBe(first);
});
