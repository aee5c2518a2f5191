import {describeCalls} from './calls.ts';
import type {Figures} from './measure.ts';
import {type Beside, floorOf, percentile, type Stretch} from './stretch.ts';

/** One column a workload, in Markdown. */
export function tableOf(all: readonly Figures[]): string {
	const row = (what: string, cell: (figures: Figures) => string) => `| ${[what, ...all.map(cell)].join(' | ')} |`;
	const head = row(
		'automated, 4 objects each',
		({workload: {applications, objects}}) => `${applications} applications, ${applications * objects} objects`,
	);
	return [
		head,
		`|${'---|'.repeat(all.length + 1)}`,
		row('**from nothing until all are Synced and Healthy**', ({cold}) => time(cold)),
		row('calls', ({cold}) => describeCalls(cold.engine.calls)),
		row('CPU', ({cold}) => cpu(cold)),
		row('peak memory', ({peakMebibytes}) => `${peakMebibytes} MiB`),
		row('**one field changed in every Deployment by a commit, until Healthy**', ({changed}) => time(changed)),
		row('calls', ({changed}) => describeCalls(changed.engine.calls)),
		row('CPU', ({changed}) => cpu(changed)),
		row('**Deployments deleted by hand, until healed**', ({healed, deleted}) => `${deleted}: ${time(healed)}`),
		row('calls', ({healed}) => describeCalls(healed.engine.calls)),
		row('CPU', ({healed}) => cpu(healed)),
		row('**a pass in which nothing changed**', ({unchanged}) => alone(unchanged)),
		row('drift seen to repaired, p50 / p95: one at a time', ({repairs}) => spread(repairs)),
		row('the same of the deleted, all at once', ({repairsUnderLoad}) => spread(repairsUnderLoad)),
		row('commit fetched to first apply, p50 / p95', ({firstApplies}) => spread(firstApplies)),
		row('warm start until all are known to be well', ({warm}) => alone(warm)),
		row('`list`, warm, the whole process', ({list}) => `${seconds(list.seconds)}; ${describeCalls(list.calls)}`),
	].join('\n');
}

function time(measured: Beside): string {
	const {engine, floors} = measured;
	const ratio = (engine.seconds / floorOf(measured)).toFixed(2);
	return `${seconds(engine.seconds)}, ${ratio} times (floor ${floors.map(floor => seconds(floor.seconds)).join(', ')})`;
}

/** Of the floor the mean of both. */
function cpu({engine, floors: [before, after]}: Beside): string {
	const mean = (of: (stretch: Stretch) => number) => seconds((of(before) + of(after)) / 2);
	const client = `${seconds(engine.clientCpu)} (floor ${mean(({clientCpu}) => clientCpu)})`;
	const server = `${seconds(engine.serverCpu)} (floor ${mean(({serverCpu}) => serverCpu)})`;
	return `trueup ${client}, control plane ${server}`;
}

function alone({seconds: took, clientCpu, calls}: Stretch): string {
	return `${seconds(took)}, ${seconds(clientCpu)} of CPU; ${describeCalls(calls)}`;
}

function spread(milliseconds: readonly number[]): string {
	return `${percentile(milliseconds, 50)} / ${percentile(milliseconds, 95)} ms of ${milliseconds.length}`;
}

function seconds(value: number): string {
	return `${value.toFixed(value < 10 ? 2 : 1)} s`;
}
