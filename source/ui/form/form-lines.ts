import {blank, type Line, line, type Span} from '../line.ts';
import type {Scene} from '../screen.ts';
import {wrapText} from '../screens/parts/wrap.ts';
import type {Entry} from './entry.ts';
import {type Field, fields} from './fields.ts';

export type Standing = {
	readonly asking: 'preview' | 'creation' | undefined;
	/** Esc was pressed once. */
	readonly isLeaving: boolean;
};

/** All fields, and under them what there is to say about the one that is being filled in. */
export function formLines(entry: Entry, scene: Scene, standing: Standing): readonly Line[] {
	const taken = [...scene.board.rows.keys()];
	const rows = fields.map(field => fieldLine(entry, field, {mistake: entry.mistake(field, taken), scene}));
	// On a low screen the current field is what has to be seen.
	const at = fields.findIndex(({name}) => name === entry.current.name);
	const room = Math.max(1, scene.height - 4);
	const top = Math.max(0, Math.min(at - room + 1, rows.length - room));
	return [...rows.slice(top, top + room), blank, ...footLines(entry, scene, standing)].slice(0, scene.height);
}

function fieldLine(
	entry: Entry,
	field: Field,
	{mistake, scene}: {readonly mistake: string | undefined; readonly scene: Scene},
): Line {
	const isCurrent = field.name === entry.current.name;
	const value = entry.spans(field);
	const isEmpty = field.kind === 'text' && entry.texts[field.name] === '';
	return line(
		[isCurrent ? 'key' : 'plain', isCurrent ? '> ' : '  '],
		[isCurrent ? 'strong' : 'plain', field.label.padEnd(11)],
		mistake === undefined ? ' ' : (['bad', '✗'] as const),
		' ',
		...value,
		...(isEmpty ? offeredIn(field, entry, scene) : []),
		...(mistake === undefined ? [] : [['bad', `  ${mistake}`] as const]),
	);
}

/** What is meant where nothing is typed. */
function offeredIn({name}: Field, entry: Entry, {board}: Scene): readonly Span[] {
	const meant: Readonly<Record<string, string>> = {
		project: 'default',
		revision: 'HEAD',
		path: '.',
		cluster: board.hello?.context ?? '',
		namespace: 'default',
		file: entry.file(board.hello),
	};
	return [['dim', meant[name] ?? '']];
}

function footLines(entry: Entry, scene: Scene, {asking, isLeaving}: Standing): readonly Line[] {
	if (isLeaving) {
		return [line(['warning', ' Esc again throws away what was typed; any other key goes on.'])];
	}

	if (asking) {
		return [line(['busy', asking === 'preview' ? ' Reading the repository …' : ' Writing the manifest …'])];
	}

	const {current} = entry;
	const mistake = entry.mistake(current, [...scene.board.rows.keys()]);
	const contexts = current.name === 'cluster' ? `: ${(scene.board.hello?.contexts ?? []).join(', ')}` : '';
	return mistake === undefined
		? [line(['dim', ` ${current.help}${contexts}`])]
		: wrapText(`${current.label}: ${mistake}`, scene.width - 2).map(text => line(['bad', ` ${text}`]));
}
