import {readdir, readFile} from 'node:fs/promises';

export type ProcessInfo = {readonly pid: number; readonly group: number; readonly command: string};

/** The processes that run with that text in their command, and everything in the process groups given. Of Linux. */
export async function processesOf(text: string, groups: ReadonlySet<number> = new Set()): Promise<ProcessInfo[]> {
	const names = (await readdir('/proc')).filter(name => /^\d+$/.test(name) && Number(name) !== process.pid);
	const all = await Promise.all(names.map(readProcess));
	return all
		.filter(found => found !== undefined)
		.filter(({group, command}) => groups.has(group) || command.includes(text));
}

/** Nothing for what has ended, be it reaped or not. */
async function readProcess(name: string): Promise<ProcessInfo | undefined> {
	try {
		const [command, stat] = await Promise.all([
			readFile(`/proc/${name}/cmdline`, 'utf8'),
			readFile(`/proc/${name}/stat`, 'utf8'),
		]);
		const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return state === 'Z'
			? undefined
			: {pid: Number(name), group: Number(group), command: command.replaceAll('\0', ' ')};
	} catch {
		return undefined;
	}
}
