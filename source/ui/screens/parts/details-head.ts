import type {SyncPolicy} from '../../../model/application.ts';
import {count} from '../../../model/count.ts';
import {shortRevision} from '../../../model/revision.ts';
import type {Details, SourceRow} from '../../../model/row.ts';
import {oneLine} from '../../../text/escape.ts';
import {purposeText} from '../../../text/render.ts';
import {type Line, line, type Span, type Style} from '../../line.ts';
import {healthSpan, syncSpan} from '../../words.ts';
import {wrapText} from './wrap.ts';

type App = Omit<Details, 'resourceRows'>;

/** What stands over the tree: how the application is, where it comes from and goes to, and its problems. */
export function headOf(app: App, {width, height}: {readonly width: number; readonly height: number}): readonly Line[] {
	const {sync, health, message, isStale, problems, remarks} = app;
	const room = height < 30 ? 2 : 8;
	const shown = problems.slice(0, problems.length > room ? room - 1 : room);
	const more = problems.length - shown.length;
	return [
		line(' ', syncSpan(sync), ' ', healthSpan(health), '  ', [isStale ? 'warning' : 'plain', oneLine(message)]),
		line(...placeSpans(app, width)),
		...sourceLines(app, {width, room}),
		...shown.map(problem => line(['bad', ` ${problemText(problem)}`])),
		...remarks.slice(0, room).map(remark => line(['warning', ` ${oneLine(remark)}`])),
		...(more > 0 ? [line(['bad', ` and ${count(more, 'more problem')}`], ['dim', ': p lists all'])] : []),
	];
}

/** All problems, in full. */
export function problemLines({problems, remarks}: Pick<App, 'problems' | 'remarks'>, width: number): readonly Line[] {
	return [
		...problems.flatMap(problem => inFull('bad', problemText(problem), width)),
		...remarks.flatMap(remark => inFull('warning', oneLine(remark), width)),
	];
}

function inFull(style: Style, text: string, width: number): readonly Line[] {
	return wrapText(text, width - 4).map((part, index) => line([style, index === 0 ? ` ${part}` : `   ${part}`]));
}

/** What happens without a person. */
export function policyText({automated, prune, selfHeal}: SyncPolicy): string {
	const words = [automated ? 'auto-sync' : 'manual', ...(prune ? ['prune'] : []), ...(selfHeal ? ['self-heal'] : [])];
	return words.join(' ');
}

function problemText({where, message}: App['problems'][number]): string {
	return oneLine(where === '' ? message : `${where}: ${message}`);
}

// Where it is narrow, what is least likely to be asked for is cut off.
function placeSpans({policy, destination, revision, project}: App, width: number): readonly Span[] {
	return [
		label('sync', width),
		policyText(policy),
		['dim', '  to '],
		destination,
		['dim', '  at '],
		revision === '' ? 'no commit' : shortRevision(revision),
		['dim', '  project '],
		project,
	];
}

/** A line for each source, of which the last says how many have no room. */
function sourceLines({sources}: App, {width, room}: {readonly width: number; readonly room: number}): readonly Line[] {
	const more = sources.length - room;
	return sources.slice(0, room).map((source, index) => {
		const rest = more > 0 && index === room - 1 ? [['dim', `  and ${more} more: v lists all`] as const] : [];
		const name = source.label === '' ? label('rendered', width) : (['dim', ` ${source.label}  `] as const);
		return line(name, purposeText(source), ...rest, ...whereSpans(source));
	});
}

function whereSpans({label: name, path, chart, repository, revision}: SourceRow): readonly Span[] {
	return [
		...(name === '' ? [] : [['dim', '  at '] as const, shortRevision(revision) || 'no commit']),
		...(path === '' ? [] : [['dim', chart === '' ? '  path ' : '  chart '] as const, chart || path]),
		['dim', '  of '],
		repository,
	];
}

function label(text: string, width: number): Span {
	return ['dim', width < 100 ? ' ' : ` ${text} `];
}
