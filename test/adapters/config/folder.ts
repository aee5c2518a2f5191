import {mkdirSync, mkdtempDisposableSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {readConfiguration} from '../../../source/adapters/config/read-configuration.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

export const folderOf = (files: Files) => {
	const folder = mkdtempDisposableSync(join(tmpdir(), 'trueup-config-'));
	for (const [name, content] of Object.entries(files)) {
		mkdirSync(dirname(join(folder.path, name)), {recursive: true});
		writeFileSync(join(folder.path, name), content);
	}

	return folder;
};

export const application = (
	name: string,
	{repository = 'https://git.example.com/shop.git', more = ''} = {},
) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}}
spec:
  source: {repoURL: ${JSON.stringify(repository)}${/\b(?:path|chart):/.test(more) ? more : `, path: .${more}`}}
`;

export async function read(files: Files, ...names: readonly string[]) {
	using folder = folderOf(files);
	return {folder: folder.path, ...(await readConfiguration({files: names, cwd: folder.path}))};
}

export const good = `---\n${application('good')}`;
