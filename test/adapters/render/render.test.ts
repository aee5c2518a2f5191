import {expect, test} from 'vitest';
import {Renderer} from '../../../source/adapters/render/render.ts';
import {commitOf, configMap, type Files, forever, requestOf, sourceOf, toolbox} from './support/files.ts';

const base: Files = {'web/a.yaml': configMap('a'), 'web/README.md': 'x', 'shop/b.yaml': configMap('b')};

async function renderWith(files: Files, options: Parameters<typeof sourceOf>[1] = {}, path = 'web') {
	return await new Renderer({toolbox}).render(requestOf(sourceOf(path, options), commitOf(files)), forever);
}

test.for<[string, Files, Parameters<typeof sourceOf>[1]]>([
	['other folders', {...base, 'shop/b.yaml': configMap('c'), 'new/x.yaml': configMap('d')}, {}],
	['files that are not read', {...base, 'web/README.md': 'changed'}, {}],
	['options that choose the same files', base, {include: '*.yaml'}],
])('the key stays when only %s change', async ([, files, options]) => {
	expect((await renderWith(files, options)).key).toBe((await renderWith(base)).key);
});

test.for<[string, Files, Parameters<typeof sourceOf>[1], string]>([
	['a file changes', {...base, 'web/a.yaml': configMap('z')}, {}, 'web'],
	['a file comes', {...base, 'web/c.yaml': configMap('c')}, {}, 'web'],
	['a file goes', {'web/README.md': 'x'}, {}, 'web'],
	['a file is renamed', {'web/z.yaml': configMap('a'), 'web/README.md': 'x'}, {}, 'web'],
	['options leave a file out', base, {exclude: 'a*'}, 'web'],
	['the folder is not there any more', base, {}, 'gone'],
])('the key changes when %s', async ([, files, options, path]) => {
	expect((await renderWith(files, options, path)).key).not.toBe((await renderWith(base)).key);
});

test('what was read once is not read again, at whatever commit', async () => {
	const renderer = new Renderer({toolbox});
	const first = commitOf(base);
	const second = commitOf({...base, 'shop/b.yaml': configMap('c')});
	const source = sourceOf('web');
	const rendered = await renderer.render(requestOf(source, first), forever);
	const again = await renderer.render({...requestOf(source, second), commit: '1'.repeat(40)}, forever);
	expect([first.reads.length, second.reads.length]).toEqual([1, 0]);
	expect(again).toBe(rendered);
});

test('what is remembered is bounded', async () => {
	const renderer = new Renderer({toolbox});
	const content = Buffer.alloc(3 * 1024 * 1024, '#');
	const reading = async (name: string) => {
		const files = commitOf({[`${name}.yaml`]: Buffer.concat([Buffer.from(`# ${name}\n`), content.subarray(100)])});
		await renderer.render(requestOf(sourceOf('.'), files), forever);
		return files.reads.length;
	};
	const names = Array.from({length: 30}, (_, index) => String(index));
	for (const name of names) {
		expect(await reading(name)).toBe(1);
	}

	expect([await reading('29'), await reading('0')]).toEqual([0, 1]);
});

test('a large file is not read at all', async () => {
	const files = commitOf({'a.yaml': Buffer.alloc(50 * 1024 * 1024, '#')});
	await new Renderer({toolbox}).render(requestOf(sourceOf('.'), files), forever);
	expect(files.reads).toEqual([]);
});

test('others have their turn while much is read', async () => {
	const document = configMap('a');
	const text = Array.from({length: 4000}, (_, index) => document.replace('name: a', `name: a${index}`)).join('---\n');
	const files = commitOf({'a.yaml': text, 'b.yaml': text.replaceAll('name: a', 'name: b')});
	let turns = 0;
	const count = () => {
		turns += 1;
		timer = setImmediate(count);
	};
	let timer = setImmediate(count);
	const start = performance.now();
	const {manifests} = await new Renderer({toolbox}).render(requestOf(sourceOf('.'), files), forever);
	clearImmediate(timer);
	expect(manifests).toHaveLength(8000);
	expect(turns).toBeGreaterThan((performance.now() - start) / 100);
});

test('a stop ends it', async () => {
	const controller = new AbortController();
	const files = commitOf(
		Object.fromEntries(Array.from({length: 200}, (_, index) => [`${index}.yaml`, configMap(`a${index}`)])),
	);
	const read = async (ids: readonly string[]) => {
		controller.abort(new Error('stopped'));
		return await files.read(ids);
	};
	await expect(
		new Renderer({toolbox}).render({...requestOf(sourceOf('.'), files), read}, controller.signal),
	).rejects.toThrow('stopped');
	expect(files.reads.length).toBeLessThan(200);
});
