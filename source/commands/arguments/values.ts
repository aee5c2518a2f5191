import {UsageError} from '../../model/operator-error.ts';
import type {ApplicationFlags} from '../../model/protocol.ts';
import type {ResourceKey} from '../../model/resource.ts';
import {readDuration} from './duration.ts';
import {applicationFlags, type FlagName} from './flags.ts';
import {readResource} from './resource.ts';

/** Formats of `-o`. */
export type Output = 'text' | 'json' | 'yaml' | 'markdown';

/** What was typed, by the flag's long name; switches have no values. */
export type Typed = ReadonlyMap<FlagName, readonly string[]>;

/** What the flags mean, for all verbs; a verb reads those that it takes. */
export type Flags = {
	readonly files: readonly string[];
	readonly application?: ApplicationFlags;
	/** Of `diff`: another revision of what the files declare. */
	readonly compared?: Compared;
	readonly kubeconfig?: string;
	readonly context?: string;
	readonly confirmedCluster?: string;
	readonly state?: string;
	readonly cache?: string;
	readonly config?: string;
	readonly intervalMs: number;
	readonly output: Output;
	readonly prune: boolean;
	readonly plan?: string;
	readonly resources: readonly ResourceKey[];
	readonly isDryRun: boolean;
	readonly isYes: boolean;
	readonly isReadOnly: boolean;
	readonly isOffline: boolean;
	readonly timeoutMs: number;
	readonly writeKubeconfig?: string;
	readonly port?: number;
};

export type Compared = {
	readonly revision: string;
	/** Only applications of this repository. */
	readonly repository?: string;
};

const singles = {
	kubeconfig: 'kubeconfig',
	context: 'context',
	confirmedCluster: 'confirm-cluster',
	state: 'state',
	cache: 'cache',
	config: 'config',
	writeKubeconfig: 'write-kubeconfig',
} as const;

/** The verb's formats, its default first; and whether it compares what files declare at two revisions. */
type Allowed = {readonly outputs: readonly Output[]; readonly comparesRevisions?: boolean};

export function readFlags(typed: Typed, {outputs, comparesRevisions}: Allowed): Flags {
	const compared = comparesRevisions ? readCompared(typed) : undefined;
	const application = compared ? undefined : readApplication(typed);
	const plan = typed.get('plan')?.[0];
	const port = typed.get('port')?.[0];
	return {
		files: typed.get('file') ?? [],
		...(application === undefined ? {} : {application}),
		...(compared === undefined ? {} : {compared}),
		...given(typed, singles),
		intervalMs: readDuration('--interval', typed.get('interval')?.[0] ?? '60s'),
		output: readOutput(typed.get('output')?.[0], outputs),
		prune: typed.has('prune'),
		...(plan === undefined ? {} : {plan: readDigest(plan)}),
		resources: [...new Set((typed.get('resource') ?? []).map(readResource))],
		isDryRun: typed.has('dry-run'),
		isYes: typed.has('yes'),
		isReadOnly: typed.has('read-only'),
		isOffline: typed.has('offline'),
		...(port === undefined ? {} : {port: readPort(port)}),
		timeoutMs: readDuration('--timeout', typed.get('timeout')?.[0] ?? '5m'),
	};
}

/** The flags' values under the names on the left; those that weren't given are left out. */
function given<Name extends string>(
	typed: Typed,
	names: Readonly<Record<Name, FlagName>>,
): {readonly [name in Name]?: string} {
	const pairs = Object.entries<FlagName>(names).flatMap(([name, flag]) => {
		const value = typed.get(flag)?.[0];
		return value === undefined ? [] : [[name, value]];
	});
	return Object.fromEntries(pairs);
}

/** With files, `--revision` and `--repo` are about what they declare, and about no application by flags. */
function readCompared(typed: Typed): Compared | undefined {
	const revision = typed.get('revision')?.[0];
	if (revision === undefined || !typed.has('file')) {
		return undefined;
	}

	const stray = applicationFlags.find(name => name !== 'revision' && name !== 'repo' && typed.has(name));
	if (stray !== undefined) {
		throw new UsageError(
			`--${stray} describes an application by flags; with -f, --revision compares what the files declare`,
		);
	}

	const repository = typed.get('repo')?.[0];
	return {revision, ...(repository === undefined ? {} : {repository})};
}

function readApplication(typed: Typed): ApplicationFlags | undefined {
	const repo = typed.get('repo')?.[0];
	if (repo === undefined) {
		const stray = applicationFlags.find(name => typed.has(name));
		if (stray !== undefined) {
			throw new UsageError(`--${stray} describes an application by flags and needs --repo URL beside it`);
		}

		return undefined;
	}

	return {
		repo,
		...given(typed, {
			path: 'path',
			revision: 'revision',
			name: 'name',
			project: 'project',
			cluster: 'cluster',
			namespace: 'namespace',
		}),
		recurse: typed.has('recurse'),
		auto: typed.has('auto'),
		autoPrune: typed.has('auto-prune'),
		selfHeal: typed.has('self-heal'),
	};
}

function readOutput(text: string | undefined, allowed: readonly Output[]): Output {
	const output = text === undefined ? allowed[0] : allowed.find(name => name === text);
	if (output === undefined) {
		throw new UsageError(`-o ${text} is no format of this verb; it writes ${allowed.join(' or ')}`);
	}

	return output;
}

function readPort(text: string): number {
	const port = Number(text);
	if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535) {
		throw new UsageError(`--port ${text} is no port: give a number from 1 to 65535`);
	}

	return port;
}

function readDigest(text: string): string {
	if (!/^[0-9a-f]{8,64}$/.test(text)) {
		throw new UsageError(`--plan ${text} is no digest: give at least the first 8 of the digits that the plan shows`);
	}

	return text;
}
