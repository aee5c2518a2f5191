import {type Application, addressOf, isReadable, type Source} from '../model/application.ts';
import type {Asked, Comparison} from '../model/comparison.ts';
import {count, someOf} from '../model/count.ts';
import {OperatorError, UsageError} from '../model/operator-error.ts';
import type {Configuration} from '../model/ports.ts';
import type {Problem} from '../model/problem.ts';
import {type Commit, type Place, placeKey, type Sources} from '../model/sources.ts';
import {isSameRepository} from '../plan/identity.ts';
import {laggingRemarks} from './lagging.ts';
import {RenderComparer} from './render-comparer.ts';
import type {Running} from './run.ts';

/** What each place, by its key, says of the revisions that were asked for. */
type Answers = ReadonlyMap<string, ReadonlyMap<string, Commit | Error> | OperatorError>;

/**
 * What applications would declare at another revision of their repositories, against what they declare today. What a
 * cluster has of it does not count: a change is the same whether or not somebody has drifted meanwhile. Nothing is kept.
 */
export async function comparedAt(running: Running, asked: Asked, signal: AbortSignal): Promise<Comparison> {
	const {ports, configuration} = running;
	const chosen = choose(configuration, asked);
	const readable = chosen.filter(isReadable);
	const answers = await ask(ports.sources, readable, {asked, signal});
	const comparer = new RenderComparer({...running, asked, signal});
	const reached = readable.filter(application => hasRevision(application, answers, asked));
	const compared = await Promise.all(
		reached.map(async application => {
			const {sources} = application;
			const from = sources.map(source => commitIn(answers, source, source.revision));
			const to = sources.map((source, index) => orToday(commitIn(answers, source, asked.revision), from[index]));
			return {sides: {application, from, to}, altered: await comparer.compare(application, from, to)};
		}),
	);
	const found = compared.flatMap(({altered}) => altered ?? []);
	const differing = compared.filter(({altered}) => altered && altered.changes.length > 0).map(({sides}) => sides);
	const lagging = await laggingRemarks(ports.sources, differing, asked.revision);
	const unread = chosen.filter(application => !isReadable(application)).map(one => unreadable(one, configuration));
	return {
		revision: asked.revision,
		applications: [...found, ...unread].toSorted((a, b) => (a.app < b.app ? -1 : 1)),
		same: compared.length - found.length,
		...tellMissing(readable, answers, asked, [...lagging, ...comparer.remarks]),
	};
}

function choose(configuration: Running['configuration'], {app, repository}: Asked): readonly Application[] {
	const named = app === undefined ? configuration.applications : [configuration.named(app)];
	const chosen = named.filter(({sources}) => sources.some(source => isOf(source, repository)));
	if (chosen.length === 0) {
		const others = new Set(named.flatMap(({sources}) => sources.map(source => addressOf(source.repository))));
		const listed = someOf([...others]);
		throw new UsageError(`no application is of the repository ${addressOf(repository ?? '')}; there are ${listed}`);
	}

	return chosen;
}

function isOf(source: Source, repository: string | undefined): boolean {
	return repository === undefined || isSameRepository(source.repository, repository);
}

type Asking = {readonly asked: Asked; readonly signal: AbortSignal};

/** Each place once: for its applications' own revisions, and for the other one where that can be one of its. */
async function ask(sources: Sources, applications: readonly Application[], {asked, signal}: Asking): Promise<Answers> {
	const places = Map.groupBy(
		applications.flatMap(application => application.sources),
		placeKey,
	);
	const answers = [...places].map(async ([key, [first, ...others]]) => {
		if (first === undefined) {
			return [];
		}

		const other = canHave(first, asked) ? [asked.revision] : [];
		const revisions = new Set([first, ...others].map(({revision}) => revision));
		const answer = await orRefusal(sources.resolve(first, [...new Set([...revisions, ...other])], signal));
		return [[key, answer] as const];
	});
	return new Map((await Promise.all(answers)).flat());
}

/** Versions of charts are meant where the application or their repository is named, never with all others. */
function canHave(source: Source, {app, repository}: Asked): boolean {
	return (source.chart === '' || app !== undefined || repository !== undefined) && isOf(source, repository);
}

async function orRefusal<T>(asking: Promise<T>): Promise<T | OperatorError> {
	try {
		return await asking;
	} catch (error) {
		if (error instanceof OperatorError) {
			return error;
		}

		throw error;
	}
}

function commitIn(answers: Answers, place: Place, revision: string): Commit | Error {
	const answer = answers.get(placeKey(place));
	return answer instanceof Error ? answer : (answer?.get(revision) ?? new Error(`no answer about ${revision}`));
}

/** Of several sources, one may be of the repository that has the revision; the others stay as they are. */
function orToday(to: Commit | Error, today: Commit | Error | undefined): Commit | Error {
	return to instanceof Error ? (today ?? to) : to;
}

function hasRevision({sources}: Application, answers: Answers, {revision}: Asked): boolean {
	return sources.some(source => !(commitIn(answers, source, revision) instanceof Error));
}

/** Most revisions are of one repository: that others lack them is no problem, as long as one has it. */
function tellMissing(
	applications: readonly Application[],
	answers: Answers,
	asked: Asked,
	others: readonly string[],
): Pick<Comparison, 'problems' | 'remarks'> {
	const left = applications.filter(application => !hasRevision(application, answers, asked));
	const places = Map.groupBy(
		left.flatMap(({sources}) => sources.filter(source => canHave(source, asked))),
		placeKey,
	);
	const isNowhere = left.length === applications.length;
	const isProblem = (place: Place) => isNowhere || answers.get(placeKey(place)) instanceof Error;
	const problems = [...places.values()].flatMap((users): readonly Problem[] => {
		const [place] = users;
		if (place === undefined || !isProblem(place)) {
			return [];
		}

		const message = whyMissing(commitIn(answers, place, asked.revision), users);
		return [{scope: 'source', where: addressOf(place.repository), message}];
	});
	const without = left.filter(({sources}) => !sources.some(isProblem));
	return {problems, remarks: [...countWithout(without, asked), ...others]};
}

/** Each pull request hears of it: it is nothing that anybody has to do something about. */
function countWithout({length}: readonly Application[], {revision}: Asked): readonly string[] {
	const are = length === 1 ? 'is' : 'are';
	return length === 0
		? []
		: [`${count(length, 'application')} of other places, which have no ${revision}, ${are} not compared`];
}

function whyMissing(why: Commit | Error, users: readonly unknown[]): string {
	const {message, advice} = why instanceof OperatorError ? why : {message: 'the revision is not there', advice: ''};
	return `${message}; left out: ${count(users.length, 'application')}${advice === '' ? '' : `. ${advice}`}`;
}

function unreadable({name}: Application, {problemsOf}: Pick<Configuration, 'problemsOf'>) {
	return {app: name, from: '', to: '', changes: [], problems: problemsOf.get(name) ?? [], remarks: []};
}
