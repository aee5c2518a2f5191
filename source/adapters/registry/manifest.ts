import * as z from 'zod';
import {OperatorError} from '../../model/operator-error.ts';
import type {Shape} from '../archives/unpack.ts';
import {printable} from '../render/printable.ts';
import {chooseManifest} from './choose-manifest.ts';
import {digestSchema} from './descriptor.ts';
import type {Descriptor} from './registry.ts';

/** What of an artifact is read. */
export type Artifact = {
	readonly layer: Descriptor;
	readonly shape: Shape;
	readonly isChart: boolean;
	readonly annotations: Readonly<Record<string, string>>;
};

const mebibyte = 1024 * 1024;
const largestLayer = 64 * mebibyte;
const mostLayers = 50;
const chartLayers: ReadonlySet<string> = new Set([
	'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
	// Of Helm's first ones.
	'application/tar+gzip',
]);

const descriptorSchema = z.object({
	mediaType: z.string(),
	digest: digestSchema,
	size: z.int().nonnegative(),
});
const manifestSchema = z.object({
	mediaType: z.string().default(''),
	// Of an index, which has others in place of layers.
	manifests: z.array(z.unknown()).optional(),
	layers: z.array(z.unknown()).optional(),
	annotations: z.record(z.string(), z.string()).nullish(),
});

type Layer = z.infer<typeof descriptorSchema>;

export type About = {
	/** For messages. */
	readonly name: string;
	readonly isChart: boolean;
};

export type Found = {
	readonly artifact: Artifact;
	/** What was read to find it: the manifest, and the index that it was chosen of. */
	readonly manifests: readonly Buffer[];
};

/** Follows a tag or a digest to what has the files; undefined where `get` does not have what is on the way. */
export async function findArtifact(
	reference: string,
	{name, isChart}: About,
	get: (reference: string) => Promise<Buffer | undefined>,
): Promise<Found | undefined> {
	const first = await get(reference);
	const entries = first && manifestSchema.safeParse(parseJson(first)).data?.manifests;
	const chosen = entries && (await get(chooseManifest(entries, name, isChart)));
	const manifest = entries ? chosen : first;
	return manifest && {artifact: readManifest(manifest, name), manifests: entries ? [manifest, first] : [manifest]};
}

/** Finds the one layer that has the files. */
function readManifest(content: Buffer, name: string): Artifact {
	const refuse = (why: string, advice: string) => new OperatorError(`${name} is refused: ${why}`, {advice});
	const {data} = manifestSchema.safeParse(parseJson(content));
	if (data?.manifests !== undefined) {
		throw refuse('it is an index of indexes', 'Name one of its manifests, by its own tag or its digest');
	}

	if (data?.layers === undefined) {
		throw refuse('its manifest is none that is understood', 'Publish it as an OCI artifact, as flux, oras or helm do');
	}

	if (data.layers.length > mostLayers) {
		throw refuse(`it has ${data.layers.length} layers`, 'Publish an artifact with all files in one layer');
	}

	const layers = z.array(descriptorSchema).safeParse(data.layers).data ?? [];
	const packed = layers.filter(({mediaType}) => isArchive(mediaType));
	const [layer] = packed;
	if (layer === undefined || packed.length > 1) {
		throw refuse(describeLayers(layers, packed), 'Publish an artifact with all files in one layer (tar or tar+gzip)');
	}

	if (layer.size > largestLayer) {
		throw refuse(`its layer has ${Math.ceil(layer.size / mebibyte)} MB, more than 64`, 'Publish a smaller one');
	}

	const isChart = chartLayers.has(layer.mediaType);
	const shape = {isPacked: layer.mediaType.endsWith('gzip'), hasTop: isChart};
	return {layer, shape, isChart, annotations: data.annotations ?? {}};
}

/** Those of Flux, of Argo CD and of charts; what signs or describes them has other types. */
function isArchive(mediaType: string): boolean {
	return /[./]tar(?:\+gzip)?$/.test(mediaType);
}

function describeLayers(layers: readonly Layer[], packed: readonly Layer[]): string {
	const types = [...new Set(layers.map(({mediaType}) => printable(mediaType, 100)))].slice(0, 5).join(', ');
	return packed.length > 1
		? `${packed.length} of its layers hold files, as those of an image to be run do`
		: `none of its layers is an archive${types === '' ? '' : ` (they are ${types})`}`;
}

function parseJson(content: Buffer): unknown {
	try {
		return JSON.parse(content.toString('utf8'));
	} catch {
		return undefined;
	}
}
