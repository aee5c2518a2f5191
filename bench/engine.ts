import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {buildInto} from '../scripts/build.ts';
import {buildPrograms} from '../test/cluster/build.ts';
import {startCluster} from '../test/cluster/start-cluster.ts';
import {createFloor} from './floor.ts';
import {describeMachine} from './machine.ts';
import {type Figures, measure} from './measure.ts';
import {tableOf} from './report.ts';

/**
 * `node bench/engine.ts [--applications N,M]`: what the built engine needs, between two measurements of the floor that
 * the API server sets, on a control plane of its own for each number. Of Linux.
 */

const compared = [
	'compared: `trueup engine`, automated with self-heal and prune, one repository and namespace, Deployments of 0 replicas,',
	'with the floor: every object by one server-side apply of a bare client, 32 at once as trueup does, until every',
	'Deployment is observed; measured before and after the engine, on the same API server. After a deletion both begin',
	'with the same call that deletes. CPU of the control plane: API server, etcd and controllers.',
];

function applicationsFrom(args: string[]): readonly number[] {
	const {values} = parseArgs({args, options: {applications: {type: 'string', default: '100,500,1000'}}});
	const all = values.applications.split(',').map(Number);
	if (!all.every(applications => Number.isInteger(applications) && applications >= 1)) {
		throw new Error('usage: npm run bench:engine -- [--applications N,M]');
	}

	return all;
}

async function run(all: readonly number[]): Promise<void> {
	const folder = await mkdtemp(path.join(tmpdir(), 'trueup-bench-'));
	const build = path.join(folder, 'build');
	const figures: Figures[] = [];
	let machine: readonly string[] = [];
	try {
		await buildInto(build);
		const programs = await buildPrograms(line => process.stderr.write(`${line}\n`));
		for (const applications of all) {
			await using cluster = await startCluster({programs});
			using floor = createFloor(cluster);
			machine = await describeMachine(cluster.kubectl);
			const workload = {namespace: 'bench', applications, objects: 4};
			figures.push(await measure({cluster, floor, build, folder}, workload));
			process.stderr.write(`${applications} applications are measured\n`);
		}
	} finally {
		await rm(folder, {recursive: true, force: true});
	}

	process.stdout.write(`${[...machine, ...compared].join('\n')}\n\n${tableOf(figures)}\n`);
}

await run(applicationsFrom(process.argv.slice(2)));
