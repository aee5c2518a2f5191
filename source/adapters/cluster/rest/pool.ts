import type {Dispatcher} from 'undici';
import {OperatorError} from '../../../model/operator-error.ts';
import {printable} from './printable.ts';
import type {Timing} from './timing.ts';

export type Tls = {
	/** PEM; empty for what the system trusts. */
	readonly ca: string;
	readonly certificate: string;
	readonly key: string;
	readonly serverName: string;
	readonly isInsecure: boolean;
};

export type Pool = {
	/** One pool of connections, made anew when certificates change. */
	get(tls: Tls): Promise<Dispatcher>;
	close(): Promise<void>;
};

export type PoolOptions = {
	/** Empty for none. */
	readonly proxy: string;
	readonly isTls: boolean;
	readonly timing: Timing;
};

export function createPool(options: PoolOptions): Pool {
	const dispatchers = new Set<Promise<Dispatcher>>();
	let current: {readonly tls: Tls; readonly dispatcher: Promise<Dispatcher>} | undefined;

	async function retire(dispatcher: Promise<Dispatcher>): Promise<void> {
		const old = await dispatcher.catch(() => undefined);
		// Waits for what still runs on it, watches included.
		await old?.close().catch(() => undefined);
		dispatchers.delete(dispatcher);
	}

	return {
		get(tls) {
			if (current && isSame(current.tls, tls)) {
				return current.dispatcher;
			}

			if (current) {
				void retire(current.dispatcher);
			}

			current = {tls, dispatcher: createDispatcher(tls, options)};
			dispatchers.add(current.dispatcher);
			return current.dispatcher;
		},
		async close() {
			const all = await Promise.allSettled(dispatchers);
			await Promise.all(all.map(result => (result.status === 'fulfilled' ? result.value.destroy() : undefined)));
		},
	};
}

function isSame(one: Tls, other: Tls): boolean {
	return (
		one.ca === other.ca &&
		one.certificate === other.certificate &&
		one.key === other.key &&
		one.serverName === other.serverName &&
		one.isInsecure === other.isInsecure
	);
}

/** Loaded with the first connection: a verb that needs no cluster does not wait for it. */
async function createDispatcher(tls: Tls, {timing, ...way}: PoolOptions): Promise<Dispatcher> {
	const {openDispatcher} = await import('./dispatcher.ts');
	try {
		return openDispatcher(tls, {...way, timeout: timing.connect});
	} catch (error) {
		const reason = printable(error instanceof Error ? error.message : String(error));
		throw new OperatorError(`certificates or keys of the kubeconfig can't be used: ${reason}`, {
			cause: error,
			advice: 'Check certificate-authority, client-certificate and client-key in the kubeconfig',
		});
	}
}
