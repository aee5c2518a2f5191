import {homedir} from 'node:os';
import {isAbsolute, join} from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** `$XDG_CACHE_HOME/trueup`, or `~/.cache/trueup`. */
export function defaultCacheFolder(environment: Environment): string {
	return join(chooseBase(environment, 'XDG_CACHE_HOME', '.cache'), 'trueup');
}

/** The folder that the variable names, or that one in the user's home. As XDG asks, a relative folder counts as none. */
export function chooseBase(environment: Environment, variable: string, inHome: string): string {
	const folder = environment[variable] ?? '';
	return isAbsolute(folder) ? folder : join(environment.HOME || homedir(), inHome);
}
