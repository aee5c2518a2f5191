import type {SopsSettings} from './settings.ts';

/** It would look into the home that the system knows of this user, whatever HOME says. */
const withoutGnupg = {GNUPGHOME: '/dev/null', SOPS_GPG_EXEC: '/bin/false'};

/** What the files of a repository may not choose: the Vault to which a token is sent. */
const vaults = 'SOPS_HC_VAULT_ALLOWLIST';

/** The environment of `sops`: its keys, and what the person lets through. */
export function variablesFor(
	{ageKeyFile, gnupgHome, environment: names}: SopsSettings,
	environment: NodeJS.ProcessEnv,
): Readonly<Record<string, string>> {
	const passed = names.flatMap(name => {
		const value = environment[name];
		return value === undefined ? [] : [[name, value] as const];
	});
	const own = Object.fromEntries(passed);
	return {
		[vaults]: own.VAULT_ADDR || 'none',
		...own,
		...(ageKeyFile !== undefined && {SOPS_AGE_KEY_FILE: ageKeyFile}),
		...(gnupgHome === undefined ? withoutGnupg : {GNUPGHOME: gnupgHome}),
	};
}

/** Older ones send a token to whichever Vault a file names. */
export function isOldForServices(version: string, {environment}: SopsSettings): boolean {
	const [, major, minor] = /(\d+)\.(\d+)/.exec(version) ?? [];
	const isKnown = major !== undefined && minor !== undefined;
	return environment.length > 0 && isKnown && (Number(major) < 3 || (Number(major) === 3 && Number(minor) < 13));
}

/** What a program said, without what it was let see. */
export function withoutValues(
	said: string,
	{environment: names}: SopsSettings,
	environment: NodeJS.ProcessEnv,
): string {
	const values = names.map(name => environment[name] ?? '').filter(value => value.length >= shortestValue);
	return values.reduce((left, value) => left.replaceAll(value, '***'), said);
}

const shortestValue = 6;
