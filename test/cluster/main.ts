import {existsSync} from 'node:fs';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {buildPrograms} from './build.ts';
import {startCluster} from './start-cluster.ts';

/**
 * `node test/cluster/main.ts --write-kubeconfig FILE`: a real Kubernetes control plane on loopback until SIGINT or SIGTERM.
 * FILE becomes an admin's kubeconfig, FILE.viewer that of a user without rights. Prints `ready <url>` once all work.
 */

class UsageError extends Error {
	override readonly name = 'UsageError';
}

const usage = 'usage: npm run cluster -- --write-kubeconfig FILE';

function kubeconfigFrom(args: string[]): string {
	const file = parseFlags(args);
	if (file === undefined || file === '') {
		throw new UsageError(usage);
	}

	if (!existsSync(path.dirname(file))) {
		throw new UsageError(`${path.dirname(file)} is not there: make it, or name a file elsewhere`);
	}

	for (const taken of [file, `${file}.viewer`]) {
		if (existsSync(taken)) {
			throw new UsageError(`${taken} is there already and is not overwritten: remove it, or name another file`);
		}
	}

	return file;
}

function parseFlags(args: string[]): string | undefined {
	try {
		return parseArgs({args, options: {'write-kubeconfig': {type: 'string'}}}).values['write-kubeconfig'];
	} catch {
		throw new UsageError(usage);
	}
}

function tell(line: string): void {
	process.stderr.write(`${line}\n`);
}

async function run(kubeconfig: string, asked: AbortSignal): Promise<number> {
	const programs = await buildPrograms(tell, asked);
	await using cluster = await startCluster({programs, kubeconfig, signal: asked});
	tell(`audit log: ${cluster.auditLog}`);
	process.stdout.write(`ready ${cluster.url}\n`);
	const died = cluster.died.then(error => {
		tell(error.message);
		return 1;
	});
	const ended = new Promise<number>(resolve => {
		asked.addEventListener('abort', () => resolve(0));
	});
	return await Promise.race([ended, died]);
}

function exitCodeOf(error: unknown, asked: AbortSignal): number {
	if (asked.aborted) {
		return 0;
	}

	tell(error instanceof Error ? error.message : String(error));
	return error instanceof UsageError ? 2 : 1;
}

const asking = new AbortController();
process.on('SIGINT', () => asking.abort()).on('SIGTERM', () => asking.abort());
try {
	process.exitCode = await run(kubeconfigFrom(process.argv.slice(2)), asking.signal);
} catch (error) {
	process.exitCode = exitCodeOf(error, asking.signal);
}
