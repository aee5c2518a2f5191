import {someOf} from './count.ts';

/**
 * What a problem holds back.
 * - `application`: all of it; something that it asks for is not understood, so nothing may be done in its name
 * - `source`: new commits; the last good one stays in force
 * - `file`: what the file declares, pruning, and automated syncs
 * - `object`: that object
 * - `permission`: what this user may not see; the rest goes on
 */
export type ProblemScope = 'application' | 'source' | 'file' | 'object' | 'permission';

/** Something that a person wrote wrongly, or that the world refuses. A value, not an exception. */
export type Problem = {
	readonly scope: ProblemScope;
	/** `apps/web/deployment.yaml:12`, `Deployment shop/web`, `application web`. */
	readonly where: string;
	/** What is wrong, what it means, what to do. */
	readonly message: string;
};

/** The problem that is about that object, which its message then begins with. */
export function problemOf<P extends Pick<Problem, 'message'>>(problems: readonly P[], object: string): P | undefined {
	return problems.find(({message}) => message.startsWith(`${object} `) || message.startsWith(`${object}:`));
}

type Said = Pick<Problem, 'where' | 'message'>;

/** A line for each, `where: message`; what is said in the same words of several is one line, which names the first of them. */
export function problemLines(problems: readonly Said[]): readonly string[] {
	const said = problems.map(problem => ({problem, ...partsOf(problem)}));
	return [...Map.groupBy(said, ({words}) => words)].map(([words, same]) => {
		const names = [...new Set(same.map(({name}) => name))];
		const [first] = same;
		return first && names.length === 1
			? `${first.problem.where}: ${first.problem.message}`
			: `${someOf(names)}: ${words}`;
	});
}

/** Whom it is about, and what is said of it: what a cluster refuses begins with the object. */
function partsOf({where, message}: Said): {readonly name: string; readonly words: string} {
	const [, name = where, words = message] = /^([A-Z]\w* \S+): (.+)$/s.exec(message) ?? [];
	return {name, words};
}
