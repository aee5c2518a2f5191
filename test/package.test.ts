import {execFileSync, spawnSync} from 'node:child_process';
import {cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import packageJson from '../package.json' with {type: 'json'};
import {buildInto} from '../scripts/build.ts';
import {startTerminal} from './ui/support/terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'trueup-package-'));
const root = join(import.meta.dirname, '..');
const unpacked = join(folder, 'package');
const node = join(root, 'node_modules/.bin/node');

/** As the package's user has it: nothing of the checkout, nothing in the environment. */
function runPackage(nodeFlags: readonly string[], ...argv: readonly string[]) {
	const {status, stdout, stderr} = spawnSync(node, [...nodeFlags, join(unpacked, 'build/cli.js'), ...argv], {
		cwd: unpacked,
		env: {PATH: '/usr/bin:/bin'},
		encoding: 'utf8',
	});
	return {status, stdout, stderr};
}

beforeAll(async () => {
	const source = join(folder, 'source');
	await buildInto(join(source, 'build'));
	for (const file of ['package.json', 'README.md', 'LICENSE']) {
		cpSync(join(root, file), join(source, file));
	}

	execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
		cwd: source,
		env: {PATH: process.env.PATH, npm_config_cache: join(folder, 'cache'), npm_config_update_notifier: 'false'},
	});
	execFileSync('tar', ['-xzf', join(folder, `trueup-${packageJson.version}.tgz`), '-C', folder]);
	rmSync(source, {recursive: true});
}, 60_000);

afterAll(() => rmSync(folder, {recursive: true, force: true}));

test('the package has nothing to install', () => {
	const packed = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
	const kinds = ['dependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies'];
	expect(kinds.filter(kind => kind in packed)).toEqual([]);
	const scripts = ['preinstall', 'install', 'postinstall', 'prepare'];
	expect(scripts.filter(script => script in packed.scripts)).toEqual([]);
});

test('the package brings the licences of what it contains', () => {
	const licences = readFileSync(join(unpacked, 'build/THIRD-PARTY-LICENSES.txt'), 'utf8');
	expect(licences).toMatch(/\nyaml \d.*\nLicence: ISC\n/);
	expect(statSync(join(unpacked, 'LICENSE')).size).toBeGreaterThan(10_000);
});

test('the package brings no translations, which `import {z}` keeps and `import * as z` does not', () => {
	const scripts = readdirSync(join(unpacked, 'build')).filter(file => file.endsWith('.js'));
	const translated = scripts.filter(file =>
		readFileSync(join(unpacked, 'build', file), 'utf8').includes('ltige Eingabe'),
	);
	expect(translated).toEqual([]);
});

test('the command can be executed', () => {
	expect(statSync(join(unpacked, 'build/cli.js')).mode & 0o777).toBe(0o755);
});

test('--version', () => {
	expect(runPackage([], '--version')).toEqual({status: 0, stdout: `${packageJson.version}\n`, stderr: ''});
});

test('--help', () => {
	const {status, stdout, stderr} = runPackage([], '--help');
	expect([status, stderr]).toEqual([0, '']);
	expect(stdout).toContain('Usage: trueup [FLAGS]');
});

test('without an application it says how to give one', () => {
	const {status, stdout, stderr} = runPackage([], 'list');
	expect([status, stdout]).toEqual([2, '']);
	expect(stderr).toMatch(
		/^trueup: no application: give .* -f FILE or -f DIR, or .* --repo URL --path PATH; trueup demo .*\n$/,
	);
});

test('the engine is part of it, and says what is wrong with its files', () => {
	const {status, stdout, stderr} = runPackage([], 'list', '-f', 'nowhere.yaml');
	expect([status, stdout]).toEqual([2, '']);
	expect(stderr).toMatch(/^trueup: .*nowhere\.yaml.*\n$/);
});

test('on a Node that is too old it says so in a line', () => {
	const old = "Object.defineProperty(process, 'versions', {value: {...process.versions, node: '22.18.0'}})";
	const {status, stdout, stderr} = runPackage(['--import', `data:text/javascript,${encodeURIComponent(old)}`], 'list');
	expect([status, stdout]).toEqual([2, '']);
	expect(stderr).toMatch(/^trueup needs Node 22\.19 or newer, and this is Node 22\.18\.0: .*\n$/);
});

test('the demo runs in an empty folder, from the package alone', {timeout: 30_000}, async () => {
	const empty = mkdtempSync(join(folder, 'empty-'));
	const environment = {PATH: '/usr/bin:/bin', TMPDIR: empty};
	await using terminal = startTerminal([node, join(unpacked, 'build/cli.js'), 'demo'], {cwd: empty, environment});
	// As many as can be rendered here: kubectl or helm may be installed.
	await terminal.waitFor(/[678] applications .*1 Degraded/, 20_000);
	terminal.press('ctrl-c');
	expect((await terminal.exited).code).toBe(0);
	expect(readdirSync(empty)).toEqual([]);
});
