import {chmod, readdir, readFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {explainRefusal} from '../../../../source/adapters/render/sops/explain.ts';
import {createTemporaryFolder} from '../../../support/temporary-folder.ts';
import {toolTest} from '../../../support/tool-test.ts';
import {configMap} from '../support/files.ts';
import {helmWith} from '../support/with-tool.ts';
import {createKeys, createRender} from './keys.ts';

const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {password: hunter22}\n';
const onlyData = ['--encrypted-regex', '^(data|stringData)$'];
const told = ({problems}: Awaited<ReturnType<ReturnType<typeof createRender>>>) =>
	problems.map(({scope, where, message}) => `${scope} ${where}: ${message}`);

toolTest('what can not be decrypted says for whom it is encrypted, and what to do', async ({tools}) => {
	await using keys = await createKeys(tools);
	await using others = await createKeys(tools);
	const files = {'a.yaml': await keys.encrypt(secret), 'b.yaml': configMap('b')};
	const programs = [tools.sops];
	const without = await createRender({programs})(files);
	expect(told(without)).toEqual([
		`file a.yaml:1: SOPS has encrypted this for ${keys.recipient}, and no keys are declared here: say under sops in the configuration file (--config) where the keys are`,
	]);
	expect(without.lacking).toEqual(['sops keys']);
	expect(without.manifests.map(({id}) => id.name)).toEqual(['b']);
	const [wrong] = told(await createRender({programs, keyFile: others.keyFile})(files));
	expect(wrong).toContain(
		`no key that is declared here decrypts this for ${keys.recipient}; tried with ${others.keyFile}`,
	);
	expect(wrong).toMatch(
		/ \(sops: .*identity did not match any of the recipients[^.]*\)\. Let somebody who has a key add yours/,
	);
	const missing = await createRender({programs: ['/nowhere/sops'], keyFile: keys.keyFile})(files);
	expect(told(missing)).toEqual([
		'application a.yaml:1: SOPS has encrypted this: sops is not on the PATH: install it, or start trueup with a PATH that has it',
	]);
	expect(missing.lacking).toEqual(['sops']);
});

toolTest('a key file that is not there is told of as that', async ({tools}) => {
	await using keys = await createKeys(tools);
	const keyFile = `${keys.keyFile}.gone`;
	const render = createRender({programs: [tools.sops], keyFile});
	const made = await render({'a.yaml': await keys.encrypt(secret)});
	expect(told(made)).toEqual([
		`file a.yaml:1: SOPS has encrypted this, and the age key file ${keyFile}, which sops.ageKeyFile in the configuration file names, can't be read: put it there, or correct the path`,
	]);
	expect(made.lacking).toEqual(['sops keys']);
});

test('for keys of which no kind is declared sops is not even started', async () => {
	const kms =
		'data: ENC[AES256_GCM,x]\nsops:\n  gcp_kms:\n  - resource_id: projects/p/locations/l/keyRings/r/cryptoKeys/k\n  mac: x\n';
	const render = createRender({programs: ['/nowhere/sops'], keyFile: '/nowhere/key.txt'});
	const made = await render({'a.yaml': `apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n${kms}`});
	expect(told(made)).toEqual([
		'file a.yaml:1: SOPS has encrypted this for projects/p/locations/l/keyRings/r/cryptoKeys/k, and no key of that kind is declared here: say under sops in the configuration file (--config) where one is. sops has no network and asks nothing of Google Cloud KMS, unless sops.environment names the variables that it is asked with (GOOGLE_APPLICATION_CREDENTIALS)',
	]);
	expect(made.lacking).toEqual(['sops keys']);
});

toolTest('what was changed after it was encrypted is refused', async ({tools}) => {
	await using keys = await createKeys(tools);
	const encrypted = await keys.encrypt(secret, 'yaml', ...onlyData);
	const render = createRender({programs: [tools.sops], ...keys});
	const [changed] = told(await render({'a.yaml': encrypted.replace('name: a', 'name: b')}));
	expect(changed).toMatch(/^file a\.yaml:1: this was changed since SOPS has encrypted it \(its MAC does not match\)/);
	const [stripped] = told(await render({'a.yaml': encrypted.replace(/\n {4}mac: .*/, '')}));
	expect(stripped).toMatch(/^file a\.yaml:1: .*(?:MAC|sops can't read this)/);
});

toolTest('what a program says of decrypted files is withheld', async ({tools}) => {
	await using keys = await createKeys(tools);
	const tool = helmWith({valueFiles: ['secrets.yaml']});
	const render = createRender({programs: [tools.helm4, tools.sops], ...keys, tool});
	const rendered = await render({
		'Chart.yaml': 'apiVersion: v2\nname: a\nversion: 1.0.0\n',
		'templates/a.yaml': '{{ fail .Values.password }}',
		'secrets.yaml': await keys.encrypt('password: hunter22\n'),
	});
	expect(JSON.stringify(rendered)).not.toContain('hunter22');
	expect(told(rendered)).toEqual([
		expect.stringMatching(/^source \S+: helm v4\S+: ended with exit code 1; its own words are withheld/),
	]);
	expect(rendered.messages).toMatch(/withheld/);
});

test('the words of sops are passed on only where it had no key', () => {
	const encrypted = {where: 'a', content: Buffer.from('x'), format: 'yaml'} as const;
	const failed = {kind: 'failed', reason: 'ended with exit code 1', messages: '| hunter22', isOwn: true} as const;
	const settings = {environment: ['AWS_PROFILE']};
	for (const code of [1, 25, 51, 52]) {
		expect(explainRefusal(encrypted, {...failed, code}, settings)).not.toContain('hunter22');
	}

	expect(explainRefusal(encrypted, {...failed, code: 128}, settings)).toContain('$AWS_PROFILE (sops: hunter22)');
});

/** The real sops, after it has noted its environment and what it was started with. */
const noting = (program: string, notes: string) =>
	`#!/bin/sh\nenv | sort >> '${notes}'\necho "args $*" >> '${notes}'\nexec '${program}' "$@"\n`;

toolTest(
	'what was decrypted once is not decrypted again, and sops sees nothing but what it is let see',
	async ({tools}) => {
		await using keys = await createKeys(tools);
		await using place = await createTemporaryFolder();
		const [program, notes] = [path.join(place.folder, 'sops'), path.join(place.folder, 'notes')];
		await place.write({sops: noting(tools.sops, notes)});
		await chmod(program, 0o755);
		const files = {'a.yaml': await keys.encrypt(secret), 'b.yaml': configMap('b')};
		const render = createRender({programs: [program, '/bin/sh', '/usr/bin/env'], sees: ['/'], ...keys});
		const many = Array.from({length: 12}, (_, index) => render({...files, 'b.yaml': configMap(`b-${index}`)}));
		await Promise.all(many);
		const linesOf = async () => (await readFile(notes, 'utf8')).split('\n');
		const runs = async () =>
			(await linesOf()).filter(line => line.startsWith('args ') && line.includes('decrypt')).length;
		const before = await runs();
		expect(before).toBeLessThanOrEqual(4);
		const again = await render({...files, 'b.yaml': configMap('c')});
		expect(again.manifests.map(({id}) => id.name)).toEqual(['a', 'c']);
		expect(await runs()).toBe(before);
		const lines = await linesOf();
		const names = new Set(lines.flatMap(line => /^(\w+)=/.exec(line)?.[1] ?? []));
		const usual = ['HOME', 'LC_ALL', 'PATH', 'PWD', 'TMPDIR', 'TRUEUP_RENDER', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME'];
		const own = [
			'GNUPGHOME',
			'SOPS_GPG_EXEC',
			'HTTPS_PROXY',
			'HTTP_PROXY',
			'NO_PROXY',
			'SOPS_AGE_KEY_FILE',
			'SOPS_HC_VAULT_ALLOWLIST',
		];
		expect([...names].filter(name => !['OLDPWD', 'SHLVL', '_'].includes(name)).toSorted()).toEqual(
			[...usual, ...own].toSorted(),
		);
		expect(lines).toContain('SOPS_HC_VAULT_ALLOWLIST=none');
	},
);

toolTest('a program that reads decrypted files finds them in memory, and nothing is left', async ({tools}) => {
	await using keys = await createKeys(tools);
	await using place = await createTemporaryFolder();
	const [program, notes] = [path.join(place.folder, 'kustomize'), path.join(place.folder, 'notes')];
	await place.write({
		kustomize: `#!/bin/sh\nPATH=/usr/bin:/bin\n[ "$1" = version ] || { stat -f -c %T . "$HOME"; pwd; cat a.env; } >> '${notes}'\nexec '${tools.kustomize}' "$@"\n`,
	});
	await chmod(program, 0o755);
	const render = createRender({programs: [program, tools.sops, '/bin/sh'], sees: ['/'], ...keys});
	const {problems} = await render({
		'kustomization.yaml': 'secretGenerator: [{name: a, envs: [a.env]}]',
		'a.env': await keys.encrypt('A=hunter22\n', 'dotenv'),
	});
	expect(problems).toEqual([]);
	const [tree, home, where = '', decrypted] = (await readFile(notes, 'utf8')).split('\n');
	expect([tree, home, decrypted]).toEqual(['tmpfs', 'tmpfs', 'A=hunter22']);
	await expect(readdir(path.dirname(where))).rejects.toThrow('ENOENT');
	expect(where.startsWith(tmpdir())).toBe(false);
});
