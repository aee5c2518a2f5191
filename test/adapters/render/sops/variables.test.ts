import {expect, test} from 'vitest';
import type {SopsSettings} from '../../../../source/adapters/render/sops/settings.ts';
import {isOldForServices, variablesFor, withoutValues} from '../../../../source/adapters/render/sops/variables.ts';

const environment = {
	VAULT_ADDR: 'https://vault.test',
	VAULT_TOKEN: 's.token-of-a-person',
	AWS_PROFILE: 'ann',
	HOME: '/home/ann',
};
const withNames = (...names: readonly string[]): SopsSettings => ({environment: names});

test('sops sees what is named, and no more', () => {
	expect(variablesFor({ageKeyFile: '/k', gnupgHome: '/g', environment: ['AWS_PROFILE', 'GONE']}, environment)).toEqual({
		AWS_PROFILE: 'ann',
		SOPS_AGE_KEY_FILE: '/k',
		GNUPGHOME: '/g',
		SOPS_HC_VAULT_ALLOWLIST: 'none',
	});
});

test.for<[string, SopsSettings, NodeJS.ProcessEnv, string]>([
	['none without an address', withNames('VAULT_TOKEN'), environment, 'none'],
	['that of the address', withNames('VAULT_TOKEN', 'VAULT_ADDR'), environment, 'https://vault.test'],
	['none where the address is empty', withNames('VAULT_ADDR'), {VAULT_ADDR: ''}, 'none'],
	[
		'those that a person has listed',
		withNames('VAULT_ADDR', 'SOPS_HC_VAULT_ALLOWLIST'),
		{...environment, SOPS_HC_VAULT_ALLOWLIST: 'https://a.test,https://b.test'},
		'https://a.test,https://b.test',
	],
])('a token goes to a Vault of no file, but to %s', ([, settings, from, expected]) => {
	expect(variablesFor(settings, from).SOPS_HC_VAULT_ALLOWLIST).toBe(expected);
});

test.for<[string, SopsSettings, boolean]>([
	['3.12.2', withNames('VAULT_TOKEN'), true],
	['2.0.0', withNames('VAULT_TOKEN'), true],
	['3.12.2', withNames(), false],
	['3.13.0', withNames('VAULT_TOKEN'), false],
	['4.0.0', withNames('VAULT_TOKEN'), false],
])('sops %s with %j is too old for that: %s', ([version, settings, expected]) => {
	expect(isOldForServices(version, settings)).toBe(expected);
});

test('what it says never holds what it was let see', () => {
	const said = withoutValues('403 for s.token-of-a-person', withNames('VAULT_TOKEN', 'AWS_PROFILE'), environment);
	expect(said).toBe('403 for ***');
});
