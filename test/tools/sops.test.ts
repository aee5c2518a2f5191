import path from 'node:path';
import {expect} from 'vitest';
import {parse, stringify} from 'yaml';
import {runProgram} from '../support/program.ts';
import {createTemporaryFolder} from '../support/temporary-folder.ts';
import {toolTest} from '../support/tool-test.ts';

const secret = {apiVersion: 'v1', kind: 'Secret', metadata: {name: 'token'}, stringData: {value: 'of-a-test'}};

toolTest('sops decrypts with an age key what it has encrypted for it', {timeout: 60_000}, async ({tools}) => {
	await using files = await createTemporaryFolder({'secret.yaml': stringify(secret)});
	const key = path.join(files.folder, 'key.txt');
	const {stderr} = await runProgram(tools.ageKeygen, ['-o', key], {env: {}});
	const recipient = stderr.replace('Public key: ', '').trim();
	expect(recipient).toMatch(/^age1[a-z0-9]{58}$/);

	const sops = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
		runProgram(tools.sops, ['--disable-version-check', ...args], {
			cwd: files.folder,
			env: {HOME: files.folder, ...env},
		});
	const encrypted = await sops([
		'encrypt',
		'--age',
		recipient,
		'--encrypted-regex',
		'^(data|stringData)$',
		'secret.yaml',
	]);
	expect(encrypted.code).toBe(0);
	expect(parse(encrypted.stdout)).toMatchObject({
		metadata: {name: 'token'},
		stringData: {value: expect.stringMatching(/^ENC\[AES256_GCM,/)},
		sops: {version: '3.13.3', age: [{recipient}]},
	});

	await files.write({'secret.yaml': encrypted.stdout});
	const decrypted = await sops(['decrypt', 'secret.yaml'], {SOPS_AGE_KEY_FILE: key});
	expect(parse(decrypted.stdout)).toEqual(secret);
	const refused = await sops(['decrypt', 'secret.yaml']);
	expect(refused).toMatchObject({code: 128, stdout: ''});
});
