import {chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {type BuildOptions, build, type Metafile} from 'esbuild';
import packageJson from '../package.json' with {type: 'json'};
import {leaveOutDevtools, patchInk} from './patch-ink.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** How all that runs is bundled. */
export const bundling = {
	absWorkingDir: root,
	bundle: true,
	// What a verb doesn't need (the engine, the client's authentication, React) is loaded when it is asked for.
	splitting: true,
	// Beside the entries, so that `import.meta.url` finds them from any of the files.
	chunkNames: 'chunk-[hash]',
	format: 'esm',
	platform: 'node',
	target: 'node22.19',
	// Names stay: a bug is reported with them.
	minifySyntax: true,
	minifyWhitespace: true,
	legalComments: 'none',
	// Packages that are CommonJS ask for Node's own modules by `require`, which ESM lacks.
	banner: {
		js: "import {createRequire as createRequireOfNode} from 'node:module';const require = createRequireOfNode(import.meta.url);",
	},
	// React's other build checks what it is given, in time that nobody asked it to take.
	define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
	plugins: [leaveOutDevtools(), patchInk()],
	logLevel: 'warning',
} as const satisfies BuildOptions;

if (import.meta.main) {
	await buildInto(join(root, 'build'));
}

/**
 * Bundles everything that runs into a folder, which is emptied first: `cli.js`, the command, which loads `main.js`;
 * `worker.js`, the engine's thread; and what these load when they need it.
 */
export async function buildInto(folder: string) {
	rmSync(folder, {recursive: true, force: true});
	mkdirSync(folder, {recursive: true});
	const {metafile} = await build({
		...bundling,
		entryPoints: {main: 'source/cli.ts', worker: 'source/worker.ts', sandbox: 'source/sandbox-worker.ts'},
		outdir: folder,
		metafile: true,
	});
	copyFileSync(join(root, 'source/sandbox/objects/openapi.json.br'), join(folder, 'openapi.json.br'));
	writeFileSync(join(folder, 'cli.js'), launcher(packageJson.engines.node));
	chmodSync(join(folder, 'cli.js'), 0o755);
	writeFileSync(join(folder, 'THIRD-PARTY-LICENSES.txt'), licences(metafile));
}

/**
 * The command itself: small enough to run on any Node, because one that is too old fails at the first import of the
 * rest with a stack trace instead of a line that says why.
 */
function launcher(range: string): string {
	const [, major, minor] = /^>=(\d+)\.(\d+)$/.exec(range) ?? [];
	if (major === undefined || minor === undefined) {
		throw new Error(`package.json: engines.node ${range} is not written as >=22.19`);
	}

	return `#!/usr/bin/env node
import process from 'node:process';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major > ${major} || (major === ${major} && minor >= ${minor})) {
	// Node 22 warns that its SQLite is new, at each start and to people who can't do anything about it.
	const {emitWarning} = process;
	process.emitWarning = (warning, ...rest) => {
		if (!String(warning).startsWith('SQLite is an experimental feature')) {
			emitWarning.call(process, warning, ...rest);
		}
	};
	await import('./main.js');
} else {
	console.error('trueup needs Node ${major}.${minor} or newer, and this is Node ' + process.versions.node + ': ' + process.execPath);
	process.exitCode = 2;
}
`;
}

/** Names, versions and licences of all packages of which anything is in the bundle. */
function licences(metafile: Metafile): string {
	const inputs = Object.values(metafile.outputs).flatMap(({inputs}) =>
		Object.entries(inputs).flatMap(([path, {bytesInOutput}]) => (bytesInOutput > 0 ? [path] : [])),
	);
	const folders = [...new Set(inputs.flatMap(packageFolder))].sort();
	const texts = folders.map(licenceOf);
	return `trueup contains these packages.\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

function packageFolder(input: string): readonly string[] {
	const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
	return folder === undefined ? [] : [folder];
}

function licenceOf(folder: string): string {
	const {name, version, license} = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
	// An Apache licence's NOTICE goes along with it.
	const texts = readdirSync(join(root, folder))
		.filter(entry => /^(?:licen[cs]e|copying|notice)/i.test(entry))
		.sort()
		.map(entry => readFileSync(join(root, folder, entry), 'utf8').trim());
	const text = texts.length === 0 ? 'It comes without a licence file.' : texts.join('\n\n');
	return `${name} ${version}\nLicence: ${license}\n\n${text}\n`;
}
