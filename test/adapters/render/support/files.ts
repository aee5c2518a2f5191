import {createHash} from 'node:crypto';
import type {Tree, TreeEntry} from '../../../../source/adapters/git/tree.ts';
import {type FileRequest, Renderer} from '../../../../source/adapters/render/render.ts';
import {createToolbox} from '../../../../source/adapters/render/tools/find-tool.ts';
import {
	type DirectoryOptions,
	directoryTool,
	folderSource,
	plainDirectory,
	type Source,
} from '../../../../source/model/application.ts';
import type {Rendered} from '../../../../source/model/sources.ts';

export type Files = Readonly<Record<string, string | Buffer>>;

export const commit = 'abcdef0123456789abcdef0123456789abcdef01';
export const forever = new AbortController().signal;
export const toolbox = createToolbox(process.env);

export function sourceOf(path: string, directory: Partial<DirectoryOptions> = {}): Source {
	const tool = directoryTool({...plainDirectory, ...directory});
	return folderSource({repository: 'https://user:hunter2@host/x.git', revision: 'main', path, tool});
}

/** A commit's files as a mirror would tell of them, and how often they were read. */
export function commitOf(files: Files, kinds: Readonly<Record<string, TreeEntry['kind']>> = {}) {
	const contents = new Map<string, Buffer>();
	const tree = new Map<string, TreeEntry[]>([['', []]]);
	const reads: string[] = [];
	for (const [path, content] of Object.entries(files)) {
		const bytes = Buffer.from(content);
		const id = createHash('sha1').update(bytes).digest('hex');
		contents.set(id, bytes);
		addEntry(tree, {path, name: path.split('/').at(-1) ?? '', kind: kinds[path] ?? 'file', id, size: bytes.length});
	}

	const read = async (ids: readonly string[]) => {
		reads.push(...ids);
		return ids.map(id => contents.get(id) ?? Buffer.alloc(0));
	};
	return {tree: tree satisfies Tree, read, reads};
}

function addEntry(tree: Map<string, TreeEntry[]>, entry: TreeEntry): void {
	const folder = entry.path.includes('/') ? entry.path.slice(0, entry.path.lastIndexOf('/')) : '';
	const siblings = tree.get(folder);
	if (siblings !== undefined) {
		siblings.push(entry);
		return;
	}

	tree.set(folder, [entry]);
	addEntry(tree, {
		path: folder,
		name: folder.split('/').at(-1) ?? '',
		kind: 'folder',
		id: `tree of ${folder}`,
		size: 0,
	});
}

const noReferences = {references: new Map(), others: new Map()};

/** An application of that source. */
export function requestOf(source: Source, files: ReturnType<typeof commitOf>): FileRequest {
	const capabilities = async () => ({kubeVersion: 'v1.36.3', apiVersions: ['v1', 'apps/v1', 'apps/v1/Deployment']});
	return {app: 'shop', project: 'default', namespace: 'shop', source, commit, capabilities, ...files, ...noReferences};
}

export async function render(files: Files, source: Source = sourceOf('.')): Promise<Rendered> {
	return await new Renderer({toolbox}).render(requestOf(source, commitOf(files)), forever);
}

/** What one file declares: `Kind namespace/name file:line` each, and what is wrong, as `where: message`. */
export async function summarize(files: Files, source?: Source) {
	const {manifests, problems} = await render(files, source);
	return {
		manifests: manifests.map(
			({id, origin}) => `${id.group}/${id.version} ${id.kind} ${id.namespace}/${id.name} ${origin.file}:${origin.line}`,
		),
		problems: problems.map(({scope, where, message}) => `${scope} ${where}: ${message}`),
	};
}

export function configMap(name: string): string {
	return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
}
