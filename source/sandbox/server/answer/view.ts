import type {Answer, Headers} from '../handler.ts';
import type {Served} from '../registry.ts';
import type {Form} from '../request/accept.ts';
import type {Stored} from '../store/stored.ts';
import {columnsOf, rowText} from '../tables/table.ts';
import {jsonAnswer} from './answers.ts';
import {notAcceptable} from './refused.ts';

/** How objects are shown to who asks: of which kind and version, in which form, and when. */
export type View = {readonly served: Served; readonly form: Form; readonly now: Date};

/** `metadata` of a list. */
export type ListMetadata = {
	readonly resourceVersion: string;
	readonly continue?: string;
	readonly remainingItemCount?: number;
};

const partialVersion = 'meta.k8s.io/v1';

export function objectAnswer(view: View, status: number, stored: Stored, headers: Headers = {}): Answer {
	checkForm(view, 'object');
	return jsonAnswer(status, objectText(view, stored), headers);
}

export function listAnswer(view: View, items: readonly Stored[], metadata: ListMetadata): Answer {
	checkForm(view, 'list');
	return jsonAnswer(200, listText(view, items, metadata));
}

/** The metadata of one object is no list, and the other way round. */
function checkForm({served, form}: View, of: 'object' | 'list'): void {
	if (form.kind === 'partial' && form.of !== of) {
		const {group, kind} = served.resource;
		const type = served.isCustom ? 'unstructured.Unstructured' : `${group.split('.', 1)[0] || 'core'}.${kind}`;
		throw of === 'list'
			? notAcceptable(`you requested PartialObjectMetadata, but the requested object is a list (*${type}List)`)
			: notAcceptable(`you requested PartialObjectMetadataList, but the requested object is not a list (*${type})`);
	}
}

/** One object, as watches send it too. Tables within a watch name their columns in the first event only. */
export function objectText(view: View, stored: Stored, hasColumns = true): string {
	switch (view.form.kind) {
		case 'table': {
			const metadata = {resourceVersion: String(stored.version)};
			return tableText(view, [stored], {metadata, hasColumns});
		}

		case 'partial':
			return partialText(stored);
		case 'whole':
			return plainText(view.served, stored);
	}
}

function listText(view: View, items: readonly Stored[], metadata: ListMetadata): string {
	const {served, form} = view;
	if (form.kind === 'table') {
		return tableText(view, items, {metadata, hasColumns: true});
	}

	const isPartial = form.kind === 'partial';
	const kind = isPartial ? 'PartialObjectMetadataList' : `${served.resource.kind}List`;
	const texts = items.map(stored => (isPartial ? partialText(stored) : itemText(served, stored)));
	// Lists of custom resources name the next page even where there is none.
	const shown = served.isCustom && !isPartial ? {continue: '', ...metadata} : metadata;
	const start = {kind, apiVersion: isPartial ? partialVersion : served.apiVersion, metadata: shown};
	// Go's nil slice.
	const all = isPartial && texts.length === 0 ? 'null' : `[${texts.join(',')}]`;
	return `${JSON.stringify(start).slice(0, -1)},"items":${all}}`;
}

function plainText(served: Served, stored: Stored): string {
	return served.conversion === undefined
		? stored.text(served.apiVersion)
		: JSON.stringify(served.conversion.fromStored(stored.object));
}

/** Items of lists say their kind only where no schema in the client knows it. */
function itemText(served: Served, stored: Stored): string {
	if (served.isCustom) {
		return stored.text(served.apiVersion);
	}

	if (served.conversion === undefined) {
		return stored.body;
	}

	const {kind: _, apiVersion: __, ...rest} = served.conversion.fromStored(stored.object);
	return JSON.stringify(rest);
}

export function partialText(stored: Stored): string {
	return JSON.stringify({kind: 'PartialObjectMetadata', apiVersion: partialVersion, metadata: stored.metadata});
}

type Table = {readonly metadata: ListMetadata; readonly hasColumns: boolean};

function tableText({served, form, now}: View, items: readonly Stored[], {metadata, hasColumns}: Table): string {
	const columns = columnsOf(served);
	const include = form.kind === 'table' ? form.include : 'Metadata';
	const rows = items.map(stored => {
		const object = include === 'None' ? 'null' : include === 'Object' ? plainText(served, stored) : partialText(stored);
		return rowText(columns, {stored, now, object});
	});
	const start = {
		kind: 'Table',
		apiVersion: partialVersion,
		metadata,
		columnDefinitions: hasColumns
			? columns.map(({name, type, format, description, priority}) => ({name, type, format, description, priority}))
			: null,
	};
	return `${JSON.stringify(start).slice(0, -1)},"rows":[${rows.join(',')}]}`;
}
