import type {Cluster} from '../test/cluster/start-cluster.ts';
import {type Calls, callsSince, endOf} from './calls.ts';
import {processesIn, usageOf} from './machine.ts';

/** What one stretch of work took, in seconds and CPU seconds, and what it asked of the API server. */
export type Stretch = {
	readonly seconds: number;
	readonly calls: Calls;
	/** Of who did the work: trueup, or the client of the floor. */
	readonly clientCpu: number;
	/** Of API server, etcd and controllers together. */
	readonly serverCpu: number;
};

/** What is measured by. */
export type Meter = Pick<Cluster, 'auditLog' | 'folder'> & {
	/** CPU seconds that who does the work has used so far. */
	readonly clientCpu: () => number;
};

export async function measureStretch(meter: Meter, work: () => Promise<void>): Promise<Stretch> {
	const {auditLog, folder, clientCpu} = meter;
	const servers = processesIn(folder);
	const serverCpu = () => servers.reduce((sum, pid) => sum + usageOf(pid).cpuSeconds, 0);
	const start = await endOf(auditLog);
	const before = {client: clientCpu(), server: serverCpu()};
	const begun = performance.now();
	await work();
	return {
		seconds: (performance.now() - begun) / 1000,
		clientCpu: clientCpu() - before.client,
		serverCpu: serverCpu() - before.server,
		calls: await callsSince(auditLog, start),
	};
}

/** The engine's stretch, between two of the floor: on a machine that is not idle they differ. */
export type Beside = {readonly engine: Stretch; readonly floors: readonly [Stretch, Stretch]};

export function floorOf({floors}: Beside): number {
	return (floors[0].seconds + floors[1].seconds) / 2;
}

/** The value that so many of a hundred do not exceed. */
export function percentile(values: readonly number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil((sorted.length * share) / 100) - 1)] ?? Number.NaN;
}
