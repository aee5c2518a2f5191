import {chmod} from 'node:fs/promises';
import {createServer} from 'node:http';
import path from 'node:path';
import {expect, test} from 'vitest';
import {findIsolation} from '../../../source/adapters/render/tools/isolation.ts';
import {createTemporaryFolder} from '../../support/temporary-folder.ts';
import {render} from './support/with-tool.ts';

const hasIsolation = (await findIsolation()).kind !== 'none';

/** What a program in the place of Kustomize prints, as the data of a ConfigMap. */
async function tell(lines: string) {
	const script = `#!/bin/bash
if [ "$1" = version ]; then echo v5.8.2; exit; fi
echo '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {'
${lines}
echo '}}'
`;
	await using programs = await createTemporaryFolder({kustomize: script});
	const program = path.join(programs.folder, 'kustomize');
	await chmod(program, 0o700);
	const {manifests, problems} = await render({'web/kustomization.yaml': 'resources: []'}, {folder: 'web', program});
	expect(problems).toEqual([]);
	return manifests[0]?.body.data;
}

test('what renders finds neither git nor ssh nor helm, and git would refuse to fetch', async () => {
	const told = await tell(
		['git', 'ssh', 'helm', 'sh']
			.map(name => `echo "${name}: '$(command -v ${name})',"`)
			.concat('echo "protocol: $GIT_ALLOW_PROTOCOL, proxy: \'$HTTPS_PROXY\'"')
			.join('\n'),
	);
	expect(told).toEqual({git: '', ssh: '', helm: '', sh: '', protocol: 'none', proxy: 'http://127.0.0.1:9'});
});

test.runIf(hasIsolation)('what renders reaches nothing, not even on loopback', async () => {
	let connections = 0;
	const server = createServer().on('connection', socket => {
		connections++;
		socket.destroy();
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	try {
		const address = server.address();
		const port = typeof address === 'object' ? address?.port : 0;
		const told = await tell(
			`if (: </dev/tcp/127.0.0.1/${port}) 2>/dev/null; then echo 'net: open'; else echo 'net: none'; fi`,
		);
		expect([told, connections]).toEqual([{net: 'none'}, 0]);
	} finally {
		server.close();
	}
});
