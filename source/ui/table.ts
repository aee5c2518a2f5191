import {type Line, pad, type Span, type Style, textOf} from './line.ts';

export type Column<Row> = {
	readonly title: string;
	/** In cells. The last column takes what is left. */
	readonly width: number;
	readonly align?: 'right';
	/** Left out where the last column would have less than its width; the highest goes first. */
	readonly spare?: number;
	readonly cell: (row: Row) => Span;
	/** Marks the title of the column that the rows are sorted by. */
	readonly sorted?: 'ascending' | 'descending' | undefined;
};

const gap = '  ';

/** Those that have room, the last as wide as what is left. */
export function fitColumns<Row>(columns: readonly Column<Row>[], width: number): readonly Column<Row>[] {
	let kept = columns;
	for (;;) {
		const [last, ...others] = [...kept].reverse();
		if (!last) {
			return [];
		}

		const left = width - others.reduce((sum, column) => sum + column.width + gap.length, 0);
		const spare = Math.max(0, ...kept.map(column => column.spare ?? 0));
		if (left >= last.width || spare === 0) {
			return kept.with(-1, {...last, width: Math.max(1, left)});
		}

		kept = kept.filter(column => column.spare !== spare);
	}
}

export function headLine<Row>(columns: readonly Column<Row>[]): Line {
	const signs = {ascending: '↑', descending: '↓'} as const;
	const spans = columns.flatMap(({title, width, align, sorted}): Span[] => [
		['title', pad(sorted ? `${title}${signs[sorted]}` : title, width, align)],
		gap,
	]);
	return {spans: spans.slice(0, -1)};
}

export function rowLine<Row>(columns: readonly Column<Row>[], row: Row, isSelected = false): Line {
	const spans = columns.flatMap(({cell, width, align}): Span[] => [padSpan(cell(row), width, align), gap]);
	return {spans: spans.slice(0, -1), isSelected};
}

function padSpan(span: Span, width: number, align: 'right' | undefined): Span {
	const text = pad(textOf(span), width, align);
	const style: Style = typeof span === 'string' ? 'plain' : span[0];
	return [style, text];
}
