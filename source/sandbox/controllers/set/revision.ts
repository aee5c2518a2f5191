import * as z from 'zod';
import type {Kind} from '../store/kind.ts';
import {controlledBy, type Entity, metadataSchema} from '../store/metadata.ts';
import type {Resource} from '../store/resource.ts';
import type {Store} from '../store/store.ts';
import {hashOf, isSameTemplate, type Labels, type Template, templateSchema} from '../workload/template.ts';

const revisionSchema = z.object({
	metadata: metadataSchema,
	revision: z.number().default(0),
	data: z.looseObject({spec: z.looseObject({template: templateSchema.optional()}).optional()}).optional(),
});

/** A template that a StatefulSet or DaemonSet has had. */
export type Revision = Readonly<z.infer<typeof revisionSchema>>;

export const revisions: Kind<Revision> = {
	apiVersion: 'apps/v1',
	kind: 'ControllerRevision',
	plural: 'controllerrevisions',
	isNamespaced: true,
	parse: object => revisionSchema.parse(object),
};

/** By which pods tell what revision they are of. */
export const revisionLabel = 'controller-revision-hash';

export type Revised = Entity & {
	readonly resource: Resource;
	/** The label by which its revisions tell their hashes. */
	readonly hashLabel: string;
	readonly spec: {readonly template: Template; readonly revisionHistoryLimit: number};
};

/** The template that the revision stands for. */
export function templateOf({data}: Revision): Template | undefined {
	const template = data?.spec?.template;
	if (template === undefined) {
		return undefined;
	}

	const {$patch: _, ...rest} = template;
	return rest;
}

/** The hash that a DaemonSet's pods of the revision are labelled with; those of a StatefulSet bear its name. */
export function hashOfRevision(revision: Revision): string {
	return revision.metadata.labels[revisionLabel] ?? '';
}

/** The revision of the template that is wanted: found, renumbered as the newest, or made. Removes what the history has no room for. */
export async function currentRevision(
	owner: Revised,
	store: Store<Revision>,
	inUse: (revision: Revision) => boolean,
): Promise<Revision> {
	const known = store.ownedBy(owner.metadata.uid);
	const newest = Math.max(0, ...known.map(({revision}) => revision));
	const same = known.find(revision => isOf(revision, owner.spec.template));
	if (same === undefined) {
		return await store.create(owner.metadata.namespace, bodyOf(owner, newest + 1));
	}

	if (same.revision < newest) {
		return await store.patch(same, {revision: newest + 1});
	}

	const spare = known
		.filter(revision => revision !== same && !inUse(revision))
		.toSorted((a, b) => a.revision - b.revision);
	for (const old of spare.slice(0, Math.max(0, spare.length - owner.spec.revisionHistoryLimit))) {
		await store.remove(old);
	}

	return same;
}

function isOf(revision: Revision, template: Template): boolean {
	const own = templateOf(revision);
	return own !== undefined && isSameTemplate(own, template, revisionLabel);
}

function bodyOf({metadata, spec, resource, hashLabel, ...owner}: Revised, revision: number) {
	const hash = hashOf(spec.template);
	const labels: Labels = {...spec.template.metadata.labels, [hashLabel]: hash};
	return {
		metadata: {
			name: `${metadata.name}-${hash}`,
			namespace: metadata.namespace,
			labels,
			ownerReferences: [controlledBy(resource, {...owner, metadata})],
		},
		revision,
		data: {spec: {template: {...spec.template, $patch: 'replace'}}},
	};
}
