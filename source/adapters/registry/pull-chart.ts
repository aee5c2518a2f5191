import {OperatorError} from '../../model/operator-error.ts';
import {printable} from '../render/printable.ts';
import type {Remote} from '../sources/remote.ts';
import {readManifest} from './manifest.ts';
import {Registry} from './registry.ts';
import type {RegistryPlace} from './registry-place.ts';

/** The archive of a chart that is kept in a registry. */
export async function pullChart(
	{place, tag, remote}: {readonly place: RegistryPlace; readonly tag: string; readonly remote: Remote},
	signal: AbortSignal,
): Promise<Buffer> {
	const registry = new Registry(place, remote);
	const manifest = await registry.manifest(tag.replaceAll('+', '_'), signal);
	if (manifest === undefined) {
		throw new OperatorError(`${printable(place.address, 200)} has no "${printable(tag, 100)}"`);
	}

	return await registry.blob(readManifest(manifest.content, `${place.address}:${tag}`).layer, signal);
}
