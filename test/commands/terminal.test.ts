import {type ChildProcessWithoutNullStreams, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {closeSync, existsSync, openSync} from 'node:fs';
import {text} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';
import {afterEach, expect, test} from 'vitest';

const script = fileURLToPath(new URL('./support/terminal-script.ts', import.meta.url));
const started: ChildProcessWithoutNullStreams[] = [];

function start(argument: string): ChildProcessWithoutNullStreams {
	const child = spawn(process.execPath, [script, argument]);
	started.push(child);
	return child;
}

afterEach(() => {
	for (const child of started.splice(0)) {
		child.kill('SIGKILL');
	}
});

async function answerOf(input: string): Promise<string> {
	const child = start('ask');
	child.stdin.end(input);
	return text(child.stdout);
}

test('the answer to a question is its line', async () => {
	expect(await answerOf('yes\nmore\n')).toBe('sure? yes\n');
});

test('the end of input is no answer', async () => {
	expect(await answerOf('')).toBe('sure? \nnobody\n');
});

test('Ctrl-C at a question is no answer, and ends its line', async () => {
	const child = start('ask');
	const out = text(child.stdout);
	await once(child.stdout, 'data');
	child.kill('SIGINT');
	expect(await out).toBe('sure? \nnobody\n');
});

test.for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
	'the first %s asks for an end, the second ends at once',
	async signal => {
		const child = start('wait');
		await once(child.stdout, 'data');
		child.kill(signal);
		const [said] = await once(child.stdout, 'data');
		child.kill(signal);
		const [code] = await once(child, 'exit');
		expect([String(said), code]).toEqual(['asked to end\n', 130]);
	},
);

test('a reader that goes away ends the program in good order', async () => {
	const child = start('write');
	await once(child.stdout, 'data');
	child.stdout.destroy();
	expect(await text(child.stderr)).toBe('the reader is gone\n');
});

test.skipIf(!existsSync('/dev/full'))("a result that can't be written is a failure with its line", async () => {
	const full = openSync('/dev/full', 'w');
	const {status, stderr} = spawnSync(process.execPath, [script, 'result'], {
		stdio: ['ignore', full, 'pipe'],
		encoding: 'utf8',
	});
	closeSync(full);
	expect([status, stderr]).toEqual([1, expect.stringMatching(/^trueup: stdout can't be written to: ENOSPC: .*\n$/)]);
});

test('pipes are no terminal, and have no width', async () => {
	const child = start('describe');
	expect(JSON.parse(await text(child.stdout))).toEqual({
		in: false,
		out: false,
		width: null,
		by: expect.stringMatching(/^[^@\s]+@[^@\s]+$/),
	});
});
