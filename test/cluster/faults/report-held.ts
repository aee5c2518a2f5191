import {renameSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {BroadcastChannel, isMainThread, threadId} from 'node:worker_threads';

/**
 * Loaded before a program: at SIGUSR2 each of its threads writes into its HOME what it holds open, and how much memory is
 * left after everything that nobody needs was collected.
 */
setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');
const others = new BroadcastChannel('report-held');
others.unref();

function report(): void {
	if (typeof collect === 'function') {
		collect();
	}

	const resources = Object.fromEntries(
		[...Map.groupBy(process.getActiveResourcesInfo(), type => type)].map(([type, all]) => [type, all.length]),
	);
	const file = path.join(process.env.HOME ?? '', `held-${process.pid}-${threadId}.json`);
	writeFileSync(`${file}.part`, JSON.stringify({resources, heap: process.memoryUsage().heapUsed}));
	renameSync(`${file}.part`, file);
}

if (isMainThread) {
	process.on('SIGUSR2', () => {
		others.postMessage('report');
		report();
	});
} else {
	others.onmessage = report;
}
