import {type Application, addressOf, type Source} from '../model/application.ts';
import {count} from '../model/count.ts';
import {OperatorError} from '../model/operator-error.ts';
import type {Problem} from '../model/problem.ts';
import {isSeveral, joinRevisions, shortRevision} from '../model/revision.ts';
import type {Commit, Rendered} from '../model/sources.ts';
import {labelOf} from './source-parts.ts';

/** With the source's name before it, where there are several. */
function told(application: Application, source: Source, message: string): string {
	const label = labelOf(application, source);
	return label === '' ? message : `${label}: ${message}`;
}

export function describeRender(application: Application, source: Source, {manifests, tool}: Rendered): string {
	const objects = `${count(manifests.length, 'object')} of ${source.chart || source.path}`;
	return told(application, source, tool === '' ? objects : `${objects}, by ${tool}`);
}

export function lineOf({where, message}: Problem): string {
	return `${where}: ${message}`;
}

/** Without a source it is of all of them. */
export function problemOf(application: Application, error: Error, source?: Source): Problem {
	const {sources, origin, name} = application;
	const advice = error instanceof OperatorError && error.advice !== '' ? `. ${error.advice}` : '';
	const address = addressOf((source ?? sources[0]).repository);
	const isNamed = error instanceof OperatorError || error.message.includes(address);
	const message = isNamed ? error.message : `${address}: ${error.message}`;
	const label = source ? labelOf(application, source) : '';
	const who = label === '' ? `application ${name}` : `application ${name}, ${label}`;
	return {scope: 'source', where: origin === 'flags' ? who : `${origin}: ${who}`, message: `${message}${advice}`};
}

const mostTroubles = 20;

/** Why nothing of a render can be in force, and how many more reasons there are than are told. */
export function troublesOf(application: Application, {problems}: Pick<Rendered, 'problems'>): readonly Problem[] {
	const all = problems.filter(({scope}) => scope === 'source');
	const more = all.length - mostTroubles;
	return more > 0
		? [...all.slice(0, mostTroubles), problemOf(application, new OperatorError(`and ${count(more, 'more problem')}`))]
		: all;
}

export function describeCommit(application: Application, source: Source, {id, subject, author}: Commit): string {
	const by = author === '' ? '' : ` (${author})`;
	return told(application, source, `${source.revision} is at ${shortRevision(id)} ${subject}${by}`);
}

/** Of what is wrong with one commit the first says that it is not in force; each repository says so of itself. */
export function describeAllStale(
	problems: readonly Problem[],
	revision: string,
	failed: string | undefined,
): readonly Problem[] {
	return problems.map((problem, index) =>
		failed !== undefined && index > 0
			? problem
			: {...problem, message: describeStale(revision, problem.message, failed)},
	);
}

/** What is in force while newer commits can't be had, or why the one that `failed` can't be rendered. */
function describeStale(revision: string, message: string, failed?: string): string {
	const stays = `${commitsOf(revision)} ${isSeveral(revision) ? 'stay' : 'stays'} in force`;
	return failed === undefined || failed === revision
		? `stale, ${stays}: ${message}`
		: `${commitsOf(failed)} can't be rendered: ${message.replace(/\.$/, '')}; ${stays}`;
}

function commitsOf(revision: string): string {
	return `${isSeveral(revision) ? 'the commits' : 'commit'} ${shortRevision(revision)}`;
}

/** Why commits of an application's sources can't be rendered; nothing where all of them are here. */
export function describeMissing(
	{sources}: Application,
	ids: readonly string[],
	areHere: readonly boolean[],
): string | undefined {
	if (ids.length !== sources.length) {
		return `${shortRevision(joinRevisions(ids))} is of ${count(ids.length, 'source')}, and there are ${sources.length} now`;
	}

	const index = areHere.indexOf(false);
	const [id = '', source] = [ids[index], sources[index]];
	return source && `commit ${shortRevision(id)} of ${addressOf(source.repository)} is not in the cache any more`;
}
