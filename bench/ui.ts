import {mkdtemp, rm} from 'node:fs/promises';
import {cpus, totalmem} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {build} from 'esbuild';
import packageJson from '../package.json' with {type: 'json'};
import {bundling} from '../scripts/build.ts';
import {type Figures, type Keys, measure, quantile} from './ui/measure.ts';

/**
 * `node bench/ui.ts [--quick]`: what the interface needs from a key to the last byte, beside a program that writes lines
 * without React and Ink, in the same run. Both get their rows from a session in memory: no engine, no cluster. Of Linux.
 */

const sizes = [
	[80, 24],
	[200, 54],
	[250, 70],
] as const;

const programs = ['interface', 'floor'] as const;

async function main() {
	const {values} = parseArgs({options: {quick: {type: 'boolean', default: false}}});
	const folder = await mkdtemp(join(import.meta.dirname, '../node_modules/.bench-ui-'));
	try {
		await build({
			...bundling,
			entryPoints: {interface: 'bench/ui/interface.ts', floor: 'bench/ui/floor.ts'},
			outdir: folder,
		});
		console.log(describeMachine());
		console.log(heading);
		for (const [columns, rows] of values.quick ? sizes.slice(1, 2) : sizes) {
			for (const applications of [100, 10_000]) {
				for (const name of programs) {
					const program = join(folder, `${name}.js`);
					const figures = await measure({program, columns, rows, applications, hasEvents: name === 'interface'});
					console.log(line(`${columns}x${rows}`, applications, name, figures));
				}
			}
		}
	} finally {
		await rm(folder, {recursive: true});
	}
}

function describeMachine(): string {
	const [cpu] = cpus();
	const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
	const {ink, react} = packageJson.devDependencies;
	return [
		`${cpu?.model ?? 'unknown CPU'}, ${cpus().length} cores, ${memory}; the terminal (xterm.js) on the same`,
		`trueup ${packageJson.version}, node ${process.version}, ink ${ink}, react ${react}`,
		'',
	].join('\n');
}

const titles = [
	'size',
	'applications',
	'program',
	'start, ms',
	'move, ms p50/p95',
	'move, bytes p50/p95',
	'scroll, ms p50/p95',
	'scroll, bytes p50/p95',
	'rest, bytes in 4 s',
	'rest, CPU s in 4 s',
	'MiB',
	'1,000 events a second: move, ms p50/p95',
];
const heading = `| ${titles.join(' | ')} |\n|${'---|'.repeat(titles.length)}`;

function line(size: string, applications: number, name: string, figures: Figures): string {
	const {startMs, move, scroll, restBytes, restCpuSeconds, mebibytes, busyMs} = figures;
	const cells = [
		size,
		applications,
		name,
		startMs.toFixed(0),
		both(move.milliseconds, 1),
		both(move.bytes, 0),
		...scrollCells(scroll),
		restBytes,
		restCpuSeconds.toFixed(2),
		mebibytes,
		busyMs.length === 0 ? '' : both(busyMs, 1),
	];
	return `| ${cells.join(' | ')} |`;
}

function scrollCells({milliseconds, bytes}: Keys): readonly string[] {
	return [both(milliseconds, 1), both(bytes, 0)];
}

function both(numbers: readonly number[], digits: number): string {
	return `${quantile(numbers, 0.5).toFixed(digits)} / ${quantile(numbers, 0.95).toFixed(digits)}`;
}

await main();
