import type {Application} from '../model/application.ts';
import type {Event, Report} from '../model/event.ts';
import {isAgain} from '../model/revision.ts';
import {describeCommit, describeRender, lineOf} from './catalog-words.ts';
import type {Answered} from './resolver.ts';
import type {Part} from './source-parts.ts';
import type {Sourced} from './sourced.ts';

export type News = {
	readonly application: Application;
	readonly before: Sourced | undefined;
	readonly now: Sourced;
};

/** What is new of each source that was read, and of what they declare together. */
export function tellRead(report: Report, {application, before, now}: News, answers: readonly Answered[]): void {
	const tell: Tell = event => report({app: application.name, revision: now.revision, ...event});
	for (const [index, part] of now.parts.entries()) {
		tellFetched(tell, application, {part, before: before?.parts[index]}, answers[index]);
	}

	for (const [index, part] of now.parts.entries()) {
		tellRendered(tell, application, {part, before: before?.parts[index]});
	}

	const isNew = before?.rendered?.key !== now.rendered?.key;
	for (const message of isNew ? (now.rendered?.remarks ?? []) : []) {
		tell({kind: 'warning', message});
	}
}

type Tell = (event: Pick<Event, 'kind' | 'message' | 'durationMs'>) => void;

type Both = {readonly part: Part; readonly before: Part | undefined};

function tellFetched(tell: Tell, application: Application, {part, before}: Both, answer: Answered | undefined): void {
	const {source, revision} = part;
	if (before?.revision !== revision && answer && !(answer.commit instanceof Error)) {
		const again = before && isAgain(before.revision, revision) ? ', which was published again with other content' : '';
		const message = describeCommit(application, source, answer.commit) + again;
		tell({kind: 'fetched', message, durationMs: answer.tookMs});
	}
}

function tellRendered(tell: Tell, application: Application, {part, before}: Both): void {
	const {source, rendered, tookMs} = part;
	if (rendered && before?.rendered?.key !== rendered.key) {
		tell({kind: 'rendered', message: describeRender(application, source, rendered), durationMs: tookMs});
	}
}

/** Problems that were not there before, and that the sources can be read again. */
export function tellProblems(report: Report, {application: {name}, before, now}: News): void {
	const old = new Set(before?.problems.map(lineOf));
	for (const problem of now.problems) {
		if (!old.has(lineOf(problem))) {
			report({kind: 'problem', app: name, message: lineOf(problem)});
		}
	}

	if (before?.isStale && !now.isStale) {
		report({kind: 'solved', app: name, message: 'the source can be read again'});
	}
}
