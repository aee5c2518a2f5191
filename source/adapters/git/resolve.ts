import {createHash} from 'node:crypto';
import {OperatorError, UsageError} from '../../model/operator-error.ts';
import type {Commit} from '../../model/sources.ts';
import {printable} from '../render/printable.ts';
import {parseCommit} from './commit.ts';
import {GitFailure} from './failures.ts';
import type {Mirror} from './mirror.ts';
import type {Reply} from './object-replies.ts';
import type {Limits} from './porcelain.ts';
import {findRef, missingRevision, parseRemoteRefs, type RemoteRefs} from './remote-refs.ts';
import {showRepository} from './repository-address.ts';
import {checkRevision, isCommitId, isShortCommitId, needEveryRef} from './revision.ts';

type Answer = Commit | Error;
type Answers = ReadonlyMap<string, Answer>;

/** What git is asked for in the mirror, in place of a revision. */
type Name = string;

const everyRef = ['+refs/heads/*:refs/trueup/all/heads/*', '+refs/tags/*:refs/trueup/all/tags/*'];

/** Finds the commits that revisions name, with one question to the remote; with none where commits are in the mirror. */
export async function resolveRevisions(mirror: Mirror, revisions: readonly string[], limits: Limits): Promise<Answers> {
	const answers = new Map<string, Answer>();
	const valid: string[] = [];
	for (const revision of new Set(revisions)) {
		const wrong = checkRevision(revision);
		if (wrong === undefined) {
			valid.push(revision);
		} else {
			answers.set(revision, new UsageError(wrong));
		}
	}

	const found = valid.every(isCommitId) ? await readCommits(mirror, valid) : new Map<Name, Answer>();
	const areAllFound = valid.every(revision => found.has(revision));
	const resolved = areAllFound ? found : await askRemote(mirror, valid, limits);
	return new Map([...answers, ...resolved]);
}

async function askRemote(mirror: Mirror, revisions: readonly string[], limits: Limits): Promise<Answers> {
	const options = needEveryRef(revisions) ? [] : ['--heads', '--tags'];
	const refs = parseRemoteRefs(await mirror.listRemote(options, limits), mirror.repository);
	const {named, unnamed} = splitByKind(refs, revisions);

	const byName = await resolveNamed(mirror, named, limits);
	const byId = await resolveIds(mirror, unnamed.filter(isId), limits);
	return new Map(
		revisions.map(revision => [
			revision,
			byName.get(revision) ?? byId.get(revision) ?? missingRevision(refs, revision, mirror.repository),
		]),
	);
}

type Named = {readonly revision: string; readonly ref: string; readonly id: string};

function isId(revision: string): boolean {
	return isCommitId(revision) || isShortCommitId(revision);
}

function splitByKind(refs: RemoteRefs, revisions: readonly string[]) {
	const named = revisions.flatMap<Named>(revision => {
		const found = isCommitId(revision) ? undefined : findRef(refs, revision);
		return found === undefined ? [] : [{revision, ...found}];
	});
	const names = new Set(named.map(({revision}) => revision));
	return {named, unnamed: revisions.filter(revision => !names.has(revision))};
}

async function resolveNamed(mirror: Mirror, named: readonly Named[], limits: Limits): Promise<Answers> {
	const present = await readCommits(
		mirror,
		named.map(({id}) => id),
	);
	const lacking = named.filter(({id}) => !present.has(id));
	if (lacking.length > 0) {
		await mirror.fetch([...new Set(lacking.map(({ref}) => `+${ref}:${localRef(ref)}`))], limits);
	}

	// What was fetched may be newer than what was listed.
	const fetched = await readCommits(
		mirror,
		lacking.map(({ref}) => localRef(ref)),
	);
	return new Map(
		named.map(({revision, ref, id}) => [
			revision,
			present.get(id) ?? fetched.get(localRef(ref)) ?? noCommit(revision, mirror.repository),
		]),
	);
}

function noCommit(revision: string, repository: string): OperatorError {
	return new OperatorError(`"${revision}" of ${printable(showRepository(repository), 200)} names no commit`, {
		advice: 'Name a branch, a tag of a commit, or a commit',
	});
}

/** Neither branches nor letter case may bring two of these into each other's way, as `a` and `a/b` would. */
function localRef(ref: string): string {
	return `refs/trueup/wanted/${createHash('sha256').update(ref).digest('hex').slice(0, 40)}`;
}

async function resolveIds(mirror: Mirror, ids: readonly string[], limits: Limits): Promise<Answers> {
	const present = await readCommits(mirror, ids);
	const lacking = ids.filter(id => !present.has(id));
	if (lacking.length === 0) {
		return present;
	}

	for (const id of lacking.filter(isCommitId)) {
		await fetchId(mirror, id.toLowerCase(), limits);
	}

	const fetched = await readCommits(mirror, lacking);
	if (fetched.size < lacking.length) {
		await mirror.fetch(everyRef, limits);
	}

	return new Map([...present, ...(await readCommits(mirror, lacking))]);
}

/** Not every server gives what no branch or tag points at: where it refuses, the commit stays missing. */
async function fetchId(mirror: Mirror, id: string, limits: Limits): Promise<void> {
	try {
		await mirror.fetch([`+${id}:${localRef(id)}`], limits);
	} catch (error) {
		if (!(error instanceof GitFailure && /not our ref|unadvertised object|find remote ref/i.test(error.output))) {
			throw error;
		}
	}
}

/** The commits that these names (ids, short ids, references) have in the mirror; what it lacks is left out. */
async function readCommits(mirror: Mirror, names: readonly Name[]): Promise<ReadonlyMap<Name, Answer>> {
	const unique = [...new Set(names)];
	const replies = unique.length === 0 ? [] : await mirror.read(unique.map(questionOf));
	return new Map(
		unique.flatMap((name, index) => {
			const answer = answerOf(name, replies[index]);
			return answer === undefined ? [] : [[name, answer] as const];
		}),
	);
}

/** Only of digits alone does git say that several objects begin with them; settings have it think of commits first. */
function questionOf(name: Name): string {
	return isShortCommitId(name) ? name : `${name}^{commit}`;
}

function answerOf(name: Name, reply: Reply | undefined): Answer | undefined {
	switch (reply?.kind) {
		case 'object':
			return reply.type === 'commit' ? parseCommit(reply.id, reply.content) : undefined;
		case 'ambiguous':
			return new OperatorError(`Several commits begin with ${name}`, {advice: 'Give more digits of the commit'});
		case 'missing':
		case undefined:
			return undefined;
	}
}
