import {type JsonObject, members, texts} from '../../model/json.ts';
import {ForbiddenError, OperatorError, UnreachableError} from '../../model/operator-error.ts';
import type {Cluster, Clusters, ServedKind} from '../../model/ports.ts';
import {printable} from '../render/printable.ts';
import type {SecretPlace} from './declaration.ts';

/** Texts by their keys. */
export type Data = Readonly<Record<string, string>>;

export type FoundSecret = {readonly name: string; readonly labels: Data; readonly data: Data};

const secrets: ServedKind = kindOf('Secret', 'secrets');
const configMaps: ServedKind = kindOf('ConfigMap', 'configmaps');

function kindOf(kind: string, plural: string): ServedKind {
	return {group: '', version: 'v1', kind, plural, isNamespaced: true, isListable: true};
}

/** As messages name an object of a cluster. */
export function nameIn({context, namespace}: SecretPlace, what: string, name?: string): string {
	const whole = name === undefined ? `${what} of ${namespace}` : `${what} ${namespace}/${name}`;
	return printable(`${whole} (${context === '' ? 'the chosen context' : `context ${context}`})`);
}

/** Reads Secrets and ConfigMaps of one namespace, as the user of the kubeconfig. */
export function readerOf(clusters: Clusters, place: SecretPlace) {
	const {namespace} = place;
	const open = (): Cluster => {
		const found = clusters.contextOf(place.context);
		if ('problem' in found) {
			throw new OperatorError(found.problem);
		}

		return clusters.open(found.context);
	};
	const read = async (kind: ServedKind, name: string, signal: AbortSignal) =>
		await explaining(
			nameIn(place, kind.kind, name),
			async () => (await open().read(kind, {...kind, namespace, name}, signal))?.body,
		);

	return {
		async secret(name: string, signal: AbortSignal): Promise<FoundSecret> {
			const body = await read(secrets, name, signal);
			if (body === undefined) {
				throw new OperatorError(
					`${nameIn(place, 'Secret', name)} is not there, which credentials are declared to be in`,
					{
						advice: 'Make it, or correct the entry in the configuration file',
					},
				);
			}

			return secretOf(body);
		},
		/** Those that a label selects. */
		async secrets(labelSelector: string, signal: AbortSignal): Promise<readonly FoundSecret[]> {
			const all = await explaining(nameIn(place, 'the Secrets'), () =>
				open().list(secrets, {namespace, labelSelector}, signal),
			);
			return all.map(({body}) => secretOf(body));
		},
		/** Empty where there is none. */
		async configMap(name: string, signal: AbortSignal): Promise<Data> {
			return texts((await read(configMaps, name, signal)) ?? {}, 'data');
		},
	};
}

export type ClusterReader = ReturnType<typeof readerOf>;

function secretOf(body: JsonObject): FoundSecret {
	const data = Object.entries(texts(body, 'data')).map(([key, value]) => [
		key,
		Buffer.from(value, 'base64').toString(),
	]);
	return {
		name: String(members(body, 'metadata').name),
		labels: texts(body, 'metadata', 'labels'),
		data: Object.fromEntries(data),
	};
}

async function explaining<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof OperatorError)) {
			throw error;
		}

		const message = `${what} can't be read, where credentials are declared to be: ${error.message}`;
		const isForbidden = error instanceof ForbiddenError;
		const advice = isForbidden ? 'Give this user the Role that docs/credentials.md has for it' : error.advice;
		throw error instanceof UnreachableError
			? new UnreachableError(message, {advice, cause: error})
			: new OperatorError(message, {advice, cause: error});
	}
}
