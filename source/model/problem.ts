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
