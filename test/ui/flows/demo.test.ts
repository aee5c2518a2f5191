import {existsSync, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {toolTest} from '../../support/tool-test.ts';
import {startTerminal, type TestTerminal} from '../support/terminal.ts';

const program = join(import.meta.dirname, '../../../build/cli.js');

type Size = {readonly columns: number; readonly rows: number};

async function openDemo(size: Size, environment: Readonly<Record<string, string>> = {}) {
	const temporary = mkdtempSync(join(tmpdir(), 'trueup-flow-'));
	const terminal = startTerminal(['node', program, 'demo'], {
		...size,
		environment: {TMPDIR: temporary, ...environment},
	});
	onTestFinished(async () => {
		await terminal.stop();
		rmSync(temporary, {recursive: true, force: true});
	});
	const screen = await terminal.waitFor(/cd \S+repository/);
	const [, folder = ''] = /cd (\S+)\/repository/.exec(screen.join('\n')) ?? [];
	terminal.press('enter');
	await terminal.waitFor(allSettled, 20_000);
	return {terminal, folder, temporary};
}

/** All six are there, in the state that the demo is about. */
function allSettled(screen: readonly string[]): boolean {
	const expected = [
		/^gateway .*Synced +Healthy/,
		/^guestbook .*Synced +Healthy/,
		/^orders .*Synced +Healthy/,
		/^payments .*OutOfSync/,
		/^reports .*(?:OutOfSync|Unknown)/,
		/^search .*Synced +Degraded/,
	];
	return expected.every(state => screen.some(line => state.test(line)));
}

/** To the line of that application. */
async function select(terminal: TestTerminal, app: string) {
	terminal.press('/');
	terminal.type(app);
	terminal.press('enter');
	await terminal.waitFor(screen => screen.filter(line => /^\S+ +demo /.test(line)).length === 1);
}

test.for([
	{columns: 80, rows: 24},
	{columns: 200, rows: 54},
])(
	'at $columns x $rows what waits is found, stepped through, approved in part and then in whole',
	{timeout: 60_000},
	async size => {
		const {terminal} = await openDemo(size);
		await select(terminal, 'payments');
		terminal.press('d');
		await terminal.waitFor(/1\/4 .*create/);
		terminal.press('J');
		const secret = await terminal.waitFor(/2\/4 .*Secret/);
		expect(secret.join(' ')).not.toContain('key-of-the-demo');
		terminal.press('J');
		await terminal.waitFor(/3\/4 .*hunk 1/);
		terminal.press('a');
		await terminal.waitFor('✓');
		terminal.press('s');
		await terminal.waitFor(/Confirm the sync/);
		terminal.press('enter');
		await terminal.waitFor(/finished +succeeded/, 20_000);
		// The answer follows the event; before it nothing else can be applied.
		await terminal.waitFor(/payments: succeeded/);
		terminal.press('esc');
		await terminal.waitFor(/Changes of payments|Plan of payments/);
		terminal.press('A', 's');
		await terminal.waitFor(/Confirm the sync/);
		terminal.press('enter');
		await terminal.waitFor(screen => screen.filter(line => /finished +succeeded/.test(line)).length >= 2, 20_000);
	},
);

test('drift made behind Git is healed and named, and a commit arrives, without a key', {timeout: 60_000}, async () => {
	const {terminal} = await openDemo({columns: 80, rows: 24});
	terminal.press('D', 'T');
	await terminal.waitFor(/healed .*gateway.*kubectl-scale|kubectl-scale/s, 10_000);
	terminal.press('C');
	await terminal.waitFor(/Update the guestbook to 1\.4\.3/, 15_000);
});

toolTest(
	'with kustomize and helm on the PATH there are two more, and each says what rendered it',
	async ({tools}) => {
		const folders = [tools.kustomize, tools.helm4].map(tool => dirname(tool));
		const environment = {PATH: [...folders, process.env.PATH].join(':')};
		const {terminal} = await openDemo({columns: 200, rows: 54}, environment);
		for (const [app, renderer] of [
			['shipping', /by kustomize v5\.\d+\.\d+ in .* path shipping\/production/],
			['storefront', /by helm v4\.\d+\.\d+ in .* path storefront/],
		] as const) {
			await terminal.waitFor(new RegExp(`^${app} .*Synced +Healthy`, 'm'), 20_000);
			await select(terminal, app);
			terminal.press('enter');
			await terminal.waitFor(renderer);
			terminal.press('v');
			await terminal.waitFor(/What (?:kustomize|helm) v\S+ said at the last try/);
			terminal.press('esc', 'esc', 'esc');
			await terminal.waitFor(/^gateway /m);
		}
	},
	60_000,
);

test.for(['quit', 'SIGHUP', 'SIGTERM', 'ctrl-c'] as const)(
	'after %s nothing is left of the demo, and the terminal is as it was',
	{timeout: 60_000},
	async end => {
		const {terminal, folder, temporary} = await openDemo({columns: 80, rows: 24});
		expect(existsSync(folder)).toBe(true);
		if (end === 'quit') {
			terminal.press(':', 'q', 'enter');
		} else if (end === 'ctrl-c') {
			terminal.press('ctrl-c');
		} else {
			terminal.signal(end);
		}

		const {code} = await terminal.exited;
		expect(code).toBe(end === 'quit' || end === 'ctrl-c' ? 0 : 130);
		expect(existsSync(folder)).toBe(false);
		expect(readdirSync(temporary)).toEqual([]);
		expect(terminal.modes()).toMatchObject({
			hasAlternateScreen: false,
			hasCursor: true,
			hasBracketedPaste: false,
			wraps: true,
		});
	},
);
