import {UsageError} from '../../../model/operator-error.ts';
import {printable} from '../rest/printable.ts';
import type {Kubeconfig} from './kubeconfig.ts';

const ownNames = new Set(['', 'in-cluster', 'https://kubernetes.default.svc']);

type Found = {readonly context: string} | {readonly problem: string};

/** The context that everything without a cluster of its own goes to: `--context`, else the current one; empty where none is set. */
export function chosenContext(config: Kubeconfig, wanted: string | undefined): string {
	if (wanted !== undefined && !config.contexts.has(wanted)) {
		throw new UsageError(lacks(config, wanted), {
			advice:
				config.contexts.size === 0 ? 'Give another with --kubeconfig FILE' : 'Name one of these with --context NAME',
		});
	}

	return wanted ?? config.current;
}

/** The context that a destination's cluster means. */
export function contextOf(config: Kubeconfig, chosen: string, cluster: string): Found {
	if (ownNames.has(cluster.replace(/\/+$/, ''))) {
		return ownContext(config, chosen);
	}

	if (config.contexts.has(cluster)) {
		return {context: cluster};
	}

	if (/^https?:\/\//i.test(cluster)) {
		return contextOfServer(config, chosen, cluster);
	}

	return {problem: lacks(config, cluster)};
}

function ownContext(config: Kubeconfig, chosen: string): Found {
	if (config.contexts.size === 0) {
		return {problem: `the kubeconfig ${config.origin} has no contexts: give another with --kubeconfig FILE`};
	}

	if (chosen === '') {
		return {
			problem: `no context is chosen: the kubeconfig ${config.origin} sets no current-context; give --context NAME, one of ${names(config)}`,
		};
	}

	return config.contexts.has(chosen)
		? {context: chosen}
		: {
				problem: `the kubeconfig ${config.origin} has no context ${printable(chosen)}, though it is its current-context; it has ${names(config)}`,
			};
}

function contextOfServer(config: Kubeconfig, chosen: string, url: string): Found {
	const server = normalized(url);
	const matches = [...config.contexts]
		.filter(([, context]) => normalized(config.clusters.get(context.cluster)?.server ?? '') === server)
		.map(([name]) => name)
		.toSorted();
	const [only, ...others] = matches;
	if (only === undefined) {
		return {
			problem: `no context of the kubeconfig ${config.origin} is for the server ${printable(url)}; it has ${names(config)}`,
		};
	}

	if (matches.includes(chosen)) {
		return {context: chosen};
	}

	return others.length === 0
		? {context: only}
		: {
				problem: `several contexts are for the server ${printable(url)}: ${matches.map(printable).join(', ')}; name one of them instead, or give --context`,
			};
}

/** Equal for URLs that mean the same server; undefined for what is no URL. */
function normalized(url: string): string | undefined {
	const parsed = URL.parse(url);
	return parsed ? `${parsed.protocol}//${parsed.host}${parsed.pathname.replace(/\/+$/, '')}` : undefined;
}

function lacks(config: Kubeconfig, context: string): string {
	return config.contexts.size === 0
		? `the kubeconfig ${config.origin} has no contexts, and so none named ${printable(context)}`
		: `the kubeconfig ${config.origin} has no context ${printable(context)}; it has ${names(config)}`;
}

function names({contexts}: Kubeconfig): string {
	return [...contexts.keys()].toSorted().map(printable).join(', ') || 'no contexts';
}
