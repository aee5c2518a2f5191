import {OperatorError} from '../../model/operator-error.ts';
import {printable} from '../render/printable.ts';
import type {Remote} from '../sources/remote.ts';
import {findArtifact} from './manifest.ts';
import {Registry} from './registry.ts';
import type {RegistryPlace} from './registry-place.ts';

/** The archive of a chart that is kept in a registry. */
export async function pullChart(
	{place, tag, remote}: {readonly place: RegistryPlace; readonly tag: string; readonly remote: Remote},
	signal: AbortSignal,
): Promise<Buffer> {
	const registry = new Registry(place, remote);
	const about = {name: printable(`${place.address}:${tag}`, 300), isChart: true};
	const get = async (reference: string) => (await registry.manifest(reference, signal))?.content;
	const found = await findArtifact(tag.replaceAll('+', '_'), about, get);
	if (found === undefined) {
		throw new OperatorError(`${printable(place.address, 200)} has no "${printable(tag, 100)}"`);
	}

	return await registry.blob(found.artifact.layer, signal);
}
