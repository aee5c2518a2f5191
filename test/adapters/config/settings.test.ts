import path from 'node:path';
import {expect, test} from 'vitest';
import {readSettings} from '../../../source/adapters/config/read-settings.ts';
import {createTemporaryFolder} from '../../support/temporary-folder.ts';

const text = `tools:
  helm: {path: /opt/helm, version: v3.22.0}
  kustomize: {versions: {v5.4.3: /opt/kustomize-5.4.3}}
plugins:
  cue:
    init: {command: [cue], args: [mod, tidy]}
    generate: {command: [sh, -c], args: [cue export]}
    reads: [cue.mod]
    sees: [/home/ann/.cache/cue]
sops: {ageKeyFile: /keys/age.txt, environment: [AWS_PROFILE]}
`;

test.for([['under XDG_CONFIG_HOME'], ['that is named']])(
	'tools and plugins are declared in the file %s',
	async ([place]) => {
		await using files = await createTemporaryFolder({'trueup/config.yaml': text});
		const isNamed = place === 'that is named';
		const settings = await readSettings({
			file: isNamed ? 'trueup/config.yaml' : undefined,
			cwd: files.folder,
			environment: {XDG_CONFIG_HOME: isNamed ? '/nowhere' : files.folder},
		});
		expect(settings).toMatchObject({
			tools: {
				helm: {path: '/opt/helm', version: 'v3.22.0', versions: {}},
				kustomize: {versions: {'v5.4.3': '/opt/kustomize-5.4.3'}},
			},
			plugins: {
				cue: {
					init: ['cue', 'mod', 'tidy'],
					generate: ['sh', '-c', 'cue export'],
					reads: ['cue.mod'],
					sees: ['/home/ann/.cache/cue'],
				},
			},
			sops: {ageKeyFile: '/keys/age.txt', environment: ['AWS_PROFILE']},
		});
	},
);

test('without a file nothing is declared', async () => {
	expect(await readSettings({cwd: '/', environment: {XDG_CONFIG_HOME: '/nowhere'}})).toEqual({
		tools: {},
		plugins: {},
		sops: {environment: []},
		credentials: {file: '/nowhere/trueup/config.yaml', declarations: []},
	});
});

test.for<[string, string, string]>([
	['is no YAML', 'a: b: c', ":1 can't be read: bad indentation"],
	['pins an unknown tool', 'tools: {make: {path: /bin/make}}', 'tools: Unrecognized key: "make"'],
	[
		'declares versions that no application can ask for',
		'tools: {sops: {versions: {v3: /bin/sops}}}',
		'tools.sops: Unrecognized key: "versions"',
	],
	['pins a relative path', 'tools: {helm: {path: ./helm}}', 'tools.helm.path: must be an absolute path'],
	[
		'runs a program of the repository',
		'plugins: {a: {generate: {command: [./x.sh]}}}',
		'plugins.a.generate.command.0: must be an absolute path, or a name',
	],
	['names a key by a relative path', 'sops: {ageKeyFile: keys.txt}', 'sops.ageKeyFile: must be an absolute path'],
	[
		'holds what is secret itself',
		'sops: {environment: [VAULT_TOKEN=s.x]}',
		"sops.environment.0: must be a variable's name; its value is not written here",
	],
	['generates by nothing', 'plugins: {a: {generate: {command: []}}}', 'plugins.a.generate.command'],
	[
		'reads outside of a repository',
		'plugins: {a: {generate: {command: [x]}, reads: [../x]}}',
		'plugins.a.reads.0: must be a path from the top',
	],
])('a file that %s is refused', async ([, content, message]) => {
	await using files = await createTemporaryFolder({'config.yaml': content});
	const file = path.join(files.folder, 'config.yaml');
	await expect(readSettings({file, cwd: '/', environment: {}})).rejects.toThrow(message);
});

test('a file that is named has to be there', async () => {
	await expect(readSettings({file: 'x.yaml', cwd: '/nowhere', environment: {}})).rejects.toThrow(
		"the configuration x.yaml can't be read: ENOENT",
	);
});
