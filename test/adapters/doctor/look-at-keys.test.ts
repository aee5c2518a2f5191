import {expect, test} from 'vitest';
import {lookAtKeys} from '../../../source/adapters/doctor/look-at-keys.ts';
import {createTemporaryFolder} from '../../support/temporary-folder.ts';

const key = 'AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ';

test('keys are counted, and never told', async () => {
	await using files = await createTemporaryFolder({'keys.txt': `# one\n${key}\n${key}\n`});
	const settings = {
		ageKeyFile: `${files.folder}/keys.txt`,
		gnupgHome: files.folder,
		environment: ['AWS_PROFILE', 'VAULT_TOKEN'],
	};
	const found = await lookAtKeys(settings, {AWS_PROFILE: 'of-a-person'});
	const amount = `2 age keys, GnuPG in ${files.folder}, $AWS_PROFILE (set), $VAULT_TOKEN (not set)`;
	expect(found).toMatchObject({name: 'sops keys', path: settings.ageKeyFile, trouble: '', amount});
	expect(JSON.stringify(found)).not.toMatch(/AGE-SECRET|of-a-person/);
});

test.for<[string, Parameters<typeof lookAtKeys>[0], string | RegExp]>([
	['none are declared', {environment: []}, /^none are declared: say under sops in the configuration file/],
	['the file is not there', {ageKeyFile: '/nowhere/k', environment: []}, "/nowhere/k can't be read (ENOENT)"],
	['the file holds none', {ageKeyFile: '/dev/null', environment: []}, '/dev/null holds no age key'],
	['the folder is not there', {gnupgHome: '/nowhere', environment: []}, "/nowhere can't be read (ENOENT)"],
])('it is told where %s', async ([, settings, trouble]) => {
	const found = await lookAtKeys(settings, {});
	expect(found.trouble).toEqual(typeof trouble === 'string' ? trouble : expect.stringMatching(trouble));
});
