import {dump} from 'js-yaml';
import type {Answer, Headers} from '../handler.ts';
import type {Served} from '../registry.ts';
import type {Form} from '../request/accept.ts';
import type {Stored} from '../store/stored.ts';
import {columnsOf, rowText} from '../tables/table.ts';
import {jsonAnswer} from './answers.ts';

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
	return formed(view, status, objectText(view, stored), headers);
}

export function listAnswer(view: View, items: readonly Stored[], metadata: ListMetadata): Answer {
	return formed(view, 200, listText(view, items, metadata), {});
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
		case 'json':
		case 'yaml':
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
	return `${JSON.stringify(start).slice(0, -1)},"items":[${texts.join(',')}]}`;
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

function formed({form}: View, status: number, text: string, headers: Headers): Answer {
	if (form.kind !== 'yaml') {
		return jsonAnswer(status, text, headers);
	}

	const answer = jsonAnswer(
		status,
		dump(JSON.parse(text), {lineWidth: -1, sortKeys: true, seqNoIndent: true, quoteStyle: 'double'}),
		headers,
	);
	return {...answer, headers: {...answer.headers, 'content-type': 'application/yaml'}};
}
