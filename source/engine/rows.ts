import {type Application, addressOf} from '../model/application.ts';
import {count, someOf} from '../model/count.ts';
import type {Health} from '../model/health.ts';
import type {Problem} from '../model/problem.ts';
import type {RenderView} from '../model/question.ts';
import {describe, whereOf} from '../model/resource.ts';
import type {Details, Row, SourceRow} from '../model/row.ts';

import {type Compared, type Examined, overall, resourceRow, syncOf} from './examine.ts';
import type {Past} from './past.ts';
import {isRendered, labelOf} from './source-parts.ts';
import {type Sourced, unread} from './sourced.ts';

/** An application with all its objects' lines. */
export async function detailsOf(
	examined: Examined,
	{syncedAt, hindrance}: Past,
	signal: AbortSignal,
): Promise<Details> {
	const {application, site, revision, compared, leftovers, problems} = examined;
	const remarks = [...(examined.rendered?.remarks ?? []), ...examined.remarks];
	const all = [...compared, ...leftovers];
	const resourceRows = await Promise.all(all.map(one => resourceRow(one, site, signal)));
	const isBlind = all.length === 0 && problems.some(({scope}) => scope !== 'file' && scope !== 'object');
	const seen = resourceRows.filter((_, index) => all[index]?.unseen === undefined);
	const isUnknown = isBlind || (seen.length === 0 && all.length > 0);
	const health: Health = isUnknown ? {status: 'Unknown', message: ''} : overall(seen);
	const sync = syncOf(examined);
	const lacks = notAllowed(all);
	const named = [...problems.filter(isOwn), ...lacks];
	return {
		...identityOf(application),
		...renderOf(application, examined),
		sync,
		health: health.status,
		revision,
		destination: destinationOf(application, site.context),
		message:
			messageOf(named, {health, resourceRows, hindrance: sync === 'OutOfSync' ? hindrance : ''}, leftovers.length) ||
			(remarks[0] ?? ''),
		resources: all.length,
		syncedAt,
		isStale: false,
		isUnreached: false,
		resourceRows,
		problems: named.map(({where, message}) => ({where, message})),
		remarks: [...remarks, ...examined.asides, ...(lacks.length > 0 ? [leastRights] : [])],
	};
}

const leastRights = 'docs/verbs.md#permissions has the least Roles, to look and to sync';

/** Of the application, and not of what its user may do. */
function isOwn({scope}: Problem): boolean {
	return scope !== 'permission';
}

/** What may not be done comes before what may not be seen; each sentence once, for all objects of which it is true. */
function notAllowed(all: readonly Compared[]): readonly Problem[] {
	const lacks = [
		...all.flatMap(one => (one.change?.forbidden === undefined ? [] : [{one, said: one.change.forbidden}])),
		...all.flatMap(one => (one.unseen === undefined ? [] : [{one, said: one.unseen}])),
	];
	return [...Map.groupBy(lacks, ({said}) => said)].map(([said, those]) => {
		const objects = someOf(those.map(({one}) => describe(one.id)));
		const where = someOf([...new Set(those.map(({one}) => whereIs(one)))]);
		return {scope: 'permission', where, message: `not allowed for ${objects}: ${said}`};
	});
}

function whereIs({desired, change}: Compared): string {
	const origin = change?.origin ?? desired?.origin;
	return origin ? whereOf(origin) : 'gone from Git';
}

/** What is known of an application that could not be compared at all. */
export type Known = {
	/** Of the cluster that it goes to; empty where there is none. */
	readonly context: string;
	readonly sourced: Sourced | undefined;
	readonly problems: readonly Problem[];
};

export function unknownDetails(application: Application, {context, sourced, problems}: Known): Details {
	return {
		...identityOf(application),
		...renderOf(application, sourced ?? unread),
		sync: 'Unknown',
		health: 'Unknown',
		revision: sourced?.revision ?? '',
		destination: destinationOf(application, context || application.destination.cluster || 'in-cluster'),
		message: problemText(problems),
		resources: sourced?.rendered?.manifests.length ?? 0,
		syncedAt: '',
		isStale: true,
		isUnreached: sourced?.isUnreached ?? false,
		resourceRows: [],
		problems: problems.map(({where, message}) => ({where, message})),
		remarks: [],
	};
}

function identityOf({name, project, sources, policy}: Application) {
	const path = sources.filter(isRendered).map(source => source.chart || source.path);
	return {name, project, path: path.join(', '), policy} satisfies Partial<Row>;
}

function renderOf(application: Application, {rendered, parts, tookMs}: Pick<Sourced, 'rendered' | 'parts' | 'tookMs'>) {
	const sources = application.sources.map((source, index): SourceRow => {
		const {repository, path, chart, ref} = source;
		const {revision = '', rendered: own, tookMs: took = 0} = parts[index] ?? {};
		const label = labelOf(application, source);
		return {label, repository: addressOf(repository), path, chart, ref, revision, tool: own?.tool ?? '', tookMs: took};
	});
	return {sources, tool: rendered?.tool ?? '', tookMs} satisfies Partial<Details>;
}

/** What there is to say of the last render, wherever it goes to. */
export function renderView(application: Application, sourced: Sourced): RenderView {
	const {rendered, problems, lastTry} = sourced;
	return {
		sources: renderOf(application, sourced).sources,
		problems: problems.map(({where, message}) => ({where, message})),
		remarks: rendered?.remarks ?? [],
		triedTool: lastTry.tool,
		messages: lastTry.messages,
	};
}

function destinationOf({destination: {namespace}}: Application, cluster: string): string {
	return `${cluster}/${namespace || 'default'}`;
}

type State = Pick<Details, 'resourceRows'> & Pick<Past, 'hindrance'> & {readonly health: Health};

function messageOf(problems: readonly Problem[], {health, resourceRows, hindrance}: State, leftovers: number): string {
	const why = problemText(problems) || hindrance || health.message;
	if (why !== '') {
		return why;
	}

	const different = resourceRows.filter(({sync}) => sync === 'OutOfSync').length - leftovers;
	return [
		...(different > 0 ? [`${different} out of sync`] : []),
		...(leftovers > 0 ? [`${leftovers} left over in the cluster`] : []),
	].join(', ');
}

/** The first one, and how many more there are. */
function problemText([first, ...others]: readonly Problem[]): string {
	const where = first?.scope === 'file' ? `${first.where}: ` : '';
	const more = others.length > 0 ? ` (and ${count(others.length, 'more problem')})` : '';
	return first ? `${where}${first.message}${more}` : '';
}

export function rowOf(details: Details): Row {
	const {resourceRows: _, problems: __, remarks: ___, sources: ____, tool: _____, tookMs: ______, ...row} = details;
	return row;
}
