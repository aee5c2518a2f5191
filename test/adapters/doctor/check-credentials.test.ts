import {chmod} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {withoutClusters} from '../../../source/adapters/cluster/without-clusters.ts';
import type {Declaration} from '../../../source/adapters/credentials/declaration.ts';
import {openEntries} from '../../../source/adapters/credentials/open-entries.ts';
import {checkCredentials} from '../../../source/adapters/doctor/check-credentials.ts';
import {createTemporaryFolder} from '../../support/temporary-folder.ts';
import {createCertificate} from '../cluster/fakes/certificate.ts';

const forever = new AbortController().signal;

function check(declarations: readonly Declaration[], ...repositories: readonly string[]) {
	return checkUntil(forever, declarations, repositories);
}

function checkUntil(signal: AbortSignal, declarations: readonly Declaration[], repositories: readonly string[]) {
	const clusters = withoutClusters('there is no kubeconfig');
	const entries = openEntries({file: 'config.yaml', declarations, environment: {T: 't'}, clusters, ticks: () => 0});
	const places = repositories.map(repository => ({repository, chart: ''}));
	return checkCredentials(entries, places, signal);
}

const token = (url: string, name = 'T') => ({kind: 'values', url, token: {kind: 'variable', name}}) as const;
const repository = 'https://git.example/team/shop.git';

test('each entry says what it is, from where, and for which repositories it is used', async () => {
	const declarations = [
		token('https://git.example'),
		token('https://git.example/team'),
		token('https://git.example/x'),
	];
	expect(await check(declarations, repository, '/srv/git', repository)).toMatchObject([
		{
			name: 'credentials for https://git.example',
			path: 'config.yaml',
			message: 'token from $T',
			trouble: '',
			repositories: [],
		},
		{name: 'credentials for https://git.example/team', trouble: '', repositories: [repository]},
		{name: 'credentials for https://git.example/x', trouble: '', repositories: []},
	]);
});

test('what can not be read is trouble, also for the repositories that it might be for', async () => {
	const secrets = {kind: 'secrets', secrets: {context: 'prod', namespace: 'argocd'}} as const;
	const [unset, set] = [token('https://git.example', 'NONE'), secrets];
	expect(await check([unset, set], repository, '/srv/git')).toMatchObject([
		{trouble: expect.stringMatching(/^\$NONE is not set/), repositories: [repository]},
		{
			name: "Argo CD's Secrets of argocd (context prod)",
			trouble: expect.stringMatching(/^the Secrets of argocd \(context prod\) can't be read.*there is no kubeconfig/),
			repositories: [repository],
		},
	]);
});

test.for([
	[0o600, 'token from FILE'],
	[0o644, 'token from FILE; FILE, a token for repositories, may be read by others: chmod 600 it'],
] as const)('of a file with the mode %o it says who may read it', async ([mode, expected]) => {
	await using files = await createTemporaryFolder({token: 't'});
	const file = path.join(files.folder, 'token');
	await chmod(file, mode);
	const [found] = await check([{kind: 'values', url: 'https://git.example', token: {kind: 'file', path: file}}]);
	expect(found?.message).toBe(expected.replaceAll('FILE', file));
});

test('a client certificate says until when it is valid', async () => {
	const until = new Date(Date.now() + 3 * 86_400_000);
	const {certificate, key} = createCertificate({subject: 'ada', until});
	await using files = await createTemporaryFolder({certificate, key});
	const at = (name: string) => ({kind: 'file', path: path.join(files.folder, name)}) as const;
	const entry = {kind: 'values', url: 'https://git.example', certificate: at('certificate'), key: at('key')} as const;
	const [found] = await check([entry]);
	expect(found?.message).toContain(`client certificate, valid until ${until.toISOString().slice(0, 10)}, from`);
});

test('a cluster that does not answer in time holds nothing else up', async () => {
	const late = AbortSignal.abort(new DOMException('late', 'TimeoutError'));
	const secrets = {kind: 'secrets', secrets: {context: 'prod', namespace: 'argocd'}} as const;
	expect(await checkUntil(late, [secrets, token('https://git.example')], [])).toMatchObject([
		{trouble: 'no answer in time'},
		{trouble: ''},
	]);
});
