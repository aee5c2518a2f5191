import {chmod} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {Decryptor} from '../../../../source/adapters/render/sops/decrypt.ts';
import type {SopsFormat} from '../../../../source/adapters/render/sops/format.ts';
import {asksServices, keyServicesOf} from '../../../../source/adapters/render/sops/key-services.ts';
import type {SopsSettings} from '../../../../source/adapters/render/sops/settings.ts';
import {createToolbox} from '../../../../source/adapters/render/tools/find-tool.ts';
import {findIsolation} from '../../../../source/adapters/render/tools/isolation.ts';
import {usualLimits} from '../../../../source/adapters/render/tools/limits.ts';
import {createTemporaryFolder} from '../../../support/temporary-folder.ts';
import {toolTest} from '../../../support/tool-test.ts';
import {startWebServer} from '../../../support/web-server.ts';
import {forever} from '../support/files.ts';

const hasIsolation = (await findIsolation()).kind !== 'none';
const age = 'age:\n    - recipient: age1lzd99uklcjnc0e7d860axevet2cz99ce9pq6tzuzd05l5nr28ams36nvun';
const vault = (url: string) =>
	`hc_vault:\n    - vault_address: ${url}\n      engine_path: transit\n      key_name: a\n      created_at: "2026-01-01T00:00:00Z"\n      enc: vault:v1:eA==`;
const encryptedFor = (...keys: readonly string[]) =>
	`a: ENC[AES256_GCM,data:eA==,iv:eA==,tag:eA==,type:str]\nsops:\n  ${keys.join('\n').replaceAll('\n', '\n  ')}\n  lastmodified: "2026-01-01T00:00:00Z"\n  mac: ENC[AES256_GCM,data:eA==,iv:eA==,tag:eA==,type:str]\n  version: 3.13.3\n`;

test.for<[string, string, readonly string[]]>([
	['age', encryptedFor(age), []],
	['OpenPGP', encryptedFor('pgp:\n    - fp: 0123456789ABCDEF0123456789ABCDEF01234567'), []],
	['post-quantum age', encryptedFor(`age:\n    - recipient: age1pq1${'q'.repeat(60)}`), []],
	['a plugin of age', encryptedFor(`age:\n    - recipient: age1yubikey1${'q'.repeat(60)}`), ['a plugin of age']],
	['AWS', encryptedFor('kms:\n    - arn: arn:aws:kms:eu-central-1:1:key/a'), ['AWS KMS']],
	['one of several groups', encryptedFor(`key_groups:\n    - ${vault('https://a')}`, age), ['Vault']],
	['Google in JSON', '{"sops": {"gcp_kms": [{"resource_id": "projects/a"}]}}', ['Google Cloud KMS']],
	['Azure of older files', '{"sops": {"azure_kv": [{"vaultUrl" : "https://a"}]}}', ['Azure Key Vault']],
	['variables', 'A=x\nsops_hc_vault__list_0__map_vault_address=https://a\n', ['Vault']],
	['an INI file', '[sops]\nhckms__list_0__map_key_id = a\n', ['Huawei Cloud KMS']],
	['what the file itself says', `arn: arn:aws\nresource_id: a\n${encryptedFor(age)}`, []],
])('the keys of %s are known by what SOPS has noted', ([, text, expected]) => {
	expect(keyServicesOf(text).map(({name}) => name)).toEqual(expected);
});

test.for<[string, readonly string[], string, boolean]>([
	['a local key', ['AWS_PROFILE'], encryptedFor(age), false],
	['a service that nobody has said how to ask', [], encryptedFor(vault('https://a')), false],
	['a service', ['VAULT_TOKEN'], encryptedFor(vault('https://a')), true],
	['a command that gets the key', ['SOPS_AGE_KEY_CMD'], encryptedFor(age), true],
	['a server of keys', ['SOPS_KEYSERVICE'], encryptedFor(age), true],
])('for %s with %j sops has the network: %s', ([, environment, text, expected]) => {
	expect(asksServices(text, {environment})).toBe(expected);
});

async function decrypt(text: string, settings: SopsSettings, environment: NodeJS.ProcessEnv) {
	const limits = {...usualLimits};
	const decryptor = new Decryptor({toolbox: createToolbox(environment), settings, environment, limits});
	const format: SopsFormat = 'yaml';
	const answer = await decryptor.decrypt({where: 'a.yaml:1', content: Buffer.from(text), format}, forever);
	return 'problem' in answer ? answer.problem.message : answer.content.toString();
}

/** A program in the place of sops, which asks whom it was told of. */
const asking = (port: string) => `#!/bin/bash
if [ "$1" = --version ]; then echo sops 3.13.3; exit; fi
read -r _
if (: </dev/tcp/127.0.0.1/${port}) 2>/dev/null; then echo 'net: open'; else echo 'net: none'; fi
`;

test.runIf(hasIsolation)('sops has no network for keys that are on this machine', async () => {
	await using server = await startWebServer();
	await using place = await createTemporaryFolder({sops: asking(server.host.replace(/.*:/, ''))});
	await chmod(path.join(place.folder, 'sops'), 0o755);
	const environment = {PATH: place.folder, VAULT_ADDR: server.url};
	const told = (text: string, names: readonly string[]) =>
		decrypt(text, {ageKeyFile: '/nowhere', environment: names}, environment);
	expect(await told(encryptedFor(age), [])).toBe('net: none\n');
	expect(await told(encryptedFor(age), ['VAULT_ADDR'])).toBe('net: none\n');
	expect(await told(encryptedFor(vault(server.url)), [])).toContain('no key of that kind is declared here');
	expect(await told(encryptedFor(vault(server.url)), ['VAULT_ADDR'])).toBe('net: open\n');
});

toolTest('a key service is asked only where it is said with what, and the problem says so', async ({tools}) => {
	await using server = await startWebServer();
	await using place = await createTemporaryFolder();
	const text = encryptedFor(vault(server.url));
	const environment = {PATH: path.dirname(tools.sops), VAULT_ADDR: server.url, VAULT_TOKEN: 'of-a-test'};
	const ageKeyFile = path.join(place.folder, 'none');
	expect(await decrypt(text, {ageKeyFile, environment: []}, environment)).toContain(
		'. sops has no network and asks nothing of Vault, unless sops.environment names the variables that it is asked with (VAULT_ADDR and VAULT_TOKEN)',
	);
	expect(server.asked).toEqual([]);
	expect(await decrypt(text, {environment: []}, environment)).toContain('asks nothing of Vault, unless');
	expect(await decrypt(text, {environment: ['VAULT_ADDR', 'VAULT_TOKEN']}, environment)).toMatch(
		/If it is not the key but the network that is lacking, see that this machine reaches Vault; .*HTTPS_PROXY/,
	);
	expect(server.asked.map(one => one.path)).toEqual(['/v1/transit/decrypt/a']);
});
