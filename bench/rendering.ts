import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {cpus, loadavg, tmpdir, totalmem} from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import packageJson from '../package.json' with {type: 'json'};
import {buildInto} from '../scripts/build.ts';
import {findTools, type Toolbox} from '../test/tools/toolbox.ts';
import {type Beside, measureBeside, type Times} from './rendering/beside.ts';
import {type Commits, measureCommits} from './rendering/commits.ts';
import type {Variant} from './rendering/monorepo.ts';
import {percentile} from './stretch.ts';

/**
 * `node bench/rendering.ts [--runs N] [--applications N] [--commits N]`: our render beside the program alone, and what a
 * commit costs that touches one application of many. Needs the programs that `npm run tools` builds.
 */

const variants: readonly Variant[] = ['kustomize', 'helm', 'plain'];

const compared = [
	'compared: the program alone, with the same arguments in a checkout, and our render of the same commit in this process,',
	'with new caches each time, in turns; median (least), and CPU of all processes. Commits: an engine in this process, watching the embedded cluster',
	'and a bare repository on this disk, which it asks each second; from asking for the commit until the plan is made.',
];

function numbersFrom(args: string[]) {
	const {values} = parseArgs({
		args,
		options: {
			runs: {type: 'string', default: '30'},
			applications: {type: 'string', default: '100'},
			commits: {type: 'string', default: '10'},
		},
	});
	const [runs = 0, amount = 0, commits = 0] = [values.runs, values.applications, values.commits].map(Number);
	if (![runs, amount, commits].every(number => Number.isInteger(number) && number >= 1) || commits >= amount) {
		throw new Error('usage: npm run bench:rendering -- [--runs N] [--applications N] [--commits N]');
	}

	return {runs, amount, commits};
}

function describeMachine({helm4, kustomize}: Toolbox): readonly string[] {
	const version = (program: string, ...args: string[]) => execFileSync(program, args, {encoding: 'utf8'}).trim();
	const versions = [
		`helm ${version(helm4, 'version', '--template={{.Version}}')}`,
		`kustomize ${version(kustomize, 'version')}`,
		version('git', 'version').replace(' version', ''),
	];
	const load = loadavg()[0]?.toFixed(1);
	return [
		`${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, load ${load} before`,
		`trueup ${packageJson.version}, node ${process.version}, ${versions.join(', ')}`,
	];
}

const ms = (milliseconds: number) => `${Math.round(milliseconds)} ms`;
const spread = ({wall, cpu}: Times) => `${ms(percentile(wall, 50))} (${ms(Math.min(...wall))}), CPU ${ms(cpu)}`;

function besideTable(all: readonly Beside[], runs: number): string {
	const rows = all.map(({what, alone, ours}) => {
		const more = percentile(ours.wall, 50) - percentile(alone.wall, 50);
		return `| ${what} | ${spread(alone)} | ${spread(ours)} | ${ms(more)}, CPU ${ms(ours.cpu - alone.cpu)} |`;
	});
	return [`| ${runs} renders each | the program alone | trueup | more |`, '|---|---|---|---|', ...rows].join('\n');
}

function commitsTable(all: readonly Commits[], amount: number): string {
	const row = (what: string, cell: (commits: Commits) => string) => `| ${[what, ...all.map(cell)].join(' | ')} |`;
	return [
		row(`${amount} applications of one repository`, ({variant}) => variant),
		`|${'---|'.repeat(all.length + 1)}`,
		row('from nothing until all are compared', ({coldMs}) => ms(coldMs)),
		row('the same after a restart', ({restartMs}) => ms(restartMs)),
		row('a commit to one of them, until its plan, p50 / worst', ({plans}) => halfAndWorst(plans)),
		row('of that, until it is fetched', ({fetches}) => halfAndWorst(fetches)),
		row('renders of each commit', ({renders, plans}) => String(renders / plans.length)),
	].join('\n');
}

function halfAndWorst(values: readonly number[]): string {
	return `${ms(percentile(values, 50))} / ${ms(Math.max(...values))}`;
}

async function untilReady(child: ChildProcess): Promise<void> {
	const {promise, resolve, reject} = Promise.withResolvers<void>();
	child.stdout?.on('data', chunk => String(chunk).startsWith('ready ') && resolve());
	child.on('exit', code => reject(new Error(`the sandbox ended with exit code ${code}`)));
	await promise;
}

async function run(args: string[]): Promise<void> {
	const {runs, amount, commits} = numbersFrom(args);
	const tools = findTools();
	if (tools === undefined) {
		throw new Error('the programs are not there: `npm run tools` builds them');
	}

	const machine = describeMachine(tools);
	const beside = await measureBeside({helm: tools.helm4, kustomize: tools.kustomize}, runs);
	process.env.PATH = [path.dirname(tools.kustomize), path.dirname(tools.helm4), process.env.PATH].join(':');
	const folder = await mkdtemp(path.join(tmpdir(), 'trueup-bench-rendering-'));
	await buildInto(path.join(folder, 'build'));
	const kubeconfig = path.join(folder, 'kubeconfig');
	const command = [path.join(folder, 'build/cli.js'), 'sandbox', '--write-kubeconfig', kubeconfig];
	const sandbox = spawn(process.execPath, command, {stdio: ['ignore', 'pipe', 'inherit']});
	const ended = once(sandbox, 'close');
	try {
		await untilReady(sandbox);
		const measured: Commits[] = [];
		for (const variant of variants) {
			measured.push(await measureCommits(variant, {kubeconfig, amount, commits}));
			process.stderr.write(`${variant} is measured\n`);
		}

		const tables = [besideTable(beside, runs), commitsTable(measured, amount)];
		process.stdout.write(`${[...machine, ...compared].join('\n')}\n\n${tables.join('\n\n')}\n`);
	} finally {
		sandbox.kill('SIGINT');
		await ended;
		await rm(folder, {recursive: true, force: true});
	}
}

await run(process.argv.slice(2));
