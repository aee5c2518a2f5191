import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {cpus, totalmem} from 'node:os';
import packageJson from '../package.json' with {type: 'json'};
import type {Kubectl} from '../test/cluster/kubectl.ts';

/** What the numbers depend on, line by line. */
export async function describeMachine(kubectl: Kubectl): Promise<readonly string[]> {
	const [cpu] = cpus();
	const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
	const answer: {serverVersion: {gitVersion: string}} = JSON.parse(
		(await kubectl(['version', '--output=json'])).stdout,
	);
	const git = execFileSync('git', ['version'], {encoding: 'utf8'}).trim().replace('git version ', '');
	return [
		`${cpu?.model ?? 'unknown CPU'}, ${cpus().length} cores, ${memory}; control plane, benchmark and trueup on the same`,
		`trueup ${packageJson.version}, node ${process.version}, kubernetes ${answer.serverVersion.gitVersion}, git ${git}`,
	];
}

export type Usage = {readonly cpuSeconds: number; readonly peakMebibytes: number};

/** In the unit of /proc, which is the same on all Linux that Node runs on. */
const ticksPerSecond = 100;

/** What a process has used so far, the CPU of the programs that it ran included. Of Linux. */
export function usageOf(pid: number): Usage {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
	const [, peak = '0'] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	return {cpuSeconds: ticks / ticksPerSecond, peakMebibytes: Math.round(Number(peak) / 1024)};
}

/** The control plane's processes: those that keep their files in its folder. */
export function processesIn(folder: string): readonly number[] {
	return readdirSync('/proc')
		.filter(entry => /^\d+$/.test(entry) && runsIn(entry, folder))
		.map(Number);
}

/** Its guarding shell has the same arguments, and uses nothing. */
function runsIn(pid: string, folder: string): boolean {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${folder}/`);
	} catch {
		// It has ended meanwhile.
		return false;
	}
}
