import {escapeLine} from '../text/escape.ts';
import type {Flags} from './arguments/values.ts';

/** A command to be pasted into a shell: these words, and the flags that named the application and where it lives. */
export function commandOf(words: readonly string[], flags: Flags): string {
	return ['trueup', ...words, ...givenFlags(flags)].map(quoted).join(' ');
}

function givenFlags({files, application, compared, isOffline, ...flags}: Flags): readonly string[] {
	const {kubeconfig, context, state, cache, config} = flags;
	const {repo = compared?.repository, recurse, auto, autoPrune, selfHeal, ...values} = application ?? {};
	return [
		...files.flatMap(file => (file.startsWith('-') ? [`--file=${file}`] : ['-f', file])),
		...Object.entries({repo: repo && withoutLogin(repo), ...values}).flatMap(valued),
		...Object.entries({recurse, auto, 'auto-prune': autoPrune, 'self-heal': selfHeal, offline: isOffline}).flatMap(
			([name, isGiven]) => (isGiven === true ? [`--${name}`] : []),
		),
		...Object.entries({kubeconfig, context, state, cache, config}).flatMap(valued),
	];
}

function valued([name, value]: readonly [string, string | undefined]): readonly string[] {
	if (value === undefined) {
		return [];
	}

	// What begins with a dash is a value only where it is written together with its flag.
	return value.startsWith('-') ? [`--${name}=${value}`] : [`--${name}`, value];
}

// A password must not get into logs; git asks its credential helpers instead.
function withoutLogin(repository: string): string {
	return repository.replace(/^(https?:\/\/)[^/?#]*@/i, '$1');
}

// Names may hold anything.
function quoted(text: string): string {
	const safe = escapeLine(text);
	return /^[\w./:@=,+-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", "'\\''")}'`;
}
