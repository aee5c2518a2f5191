import type {Hello} from '../../model/protocol.ts';
import type {Draft} from '../../model/question.ts';

export type TextField = 'name' | 'project' | 'repository' | 'revision' | 'path' | 'cluster' | 'namespace' | 'file';

export type SwitchField = 'recurse' | 'automated' | 'prune' | 'selfHeal';

export type Field =
	| {readonly kind: 'text'; readonly name: TextField; readonly label: string; readonly help: string}
	| {readonly kind: 'switch'; readonly name: SwitchField; readonly label: string; readonly help: string};

/** In the order in which they are asked for. */
export const fields: readonly Field[] = [
	{kind: 'text', name: 'name', label: 'name', help: 'lower-case letters, digits and -'},
	{kind: 'text', name: 'project', label: 'project', help: 'empty for default'},
	{kind: 'text', name: 'repository', label: 'repository', help: 'a URL, or a folder on this machine'},
	{kind: 'text', name: 'revision', label: 'revision', help: 'a branch, a tag or a commit; empty for HEAD'},
	{kind: 'text', name: 'path', label: 'path', help: 'the folder of the manifests in it; empty for its top'},
	{kind: 'switch', name: 'recurse', label: 'recurse', help: 'read the folders in it too'},
	{
		kind: 'text',
		name: 'cluster',
		label: 'cluster',
		help: 'ctrl-n offers the contexts; empty for the one of this session',
	},
	{kind: 'text', name: 'namespace', label: 'namespace', help: 'where objects without one go; empty for default'},
	{kind: 'switch', name: 'automated', label: 'auto-sync', help: 'apply new commits without asking'},
	{kind: 'switch', name: 'prune', label: 'prune', help: 'delete what Git no longer has'},
	{kind: 'switch', name: 'selfHeal', label: 'self-heal', help: 'put back what others change in the cluster'},
	{kind: 'text', name: 'file', label: 'file', help: 'where the manifest is written; it must not be there yet'},
];

export type Texts = Readonly<Record<TextField, string>>;

export type Flags = Readonly<Record<SwitchField, boolean>>;

export const noTexts: Texts = {
	name: '',
	project: '',
	repository: '',
	revision: '',
	path: '',
	cluster: '',
	namespace: '',
	file: '',
};

export const noFlags: Flags = {recurse: false, automated: false, prune: false, selfHeal: false};

export function draftOf({file: _, ...texts}: Texts, {recurse, ...switches}: Flags): Draft {
	return {...texts, recurse, policy: {...switches, createNamespace: true}};
}

/** As typed, or beside the manifests that the session was started with. */
export function fileOf({name, file}: Texts, hello: Hello | undefined): string {
	if (file.trim() !== '') {
		return file.trim();
	}

	if (name.trim() === '') {
		return '';
	}

	const beside = hello?.applications.find(({origin}) => origin !== 'flags')?.origin ?? '';
	const slash = beside.lastIndexOf('/');
	return `${slash < 0 ? '' : beside.slice(0, slash + 1)}${name.trim()}.yaml`;
}

const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

const checks: Readonly<Partial<Record<TextField, (text: string, taken: readonly string[]) => string | undefined>>> = {
	name: (text, taken) => {
		if (text === '') {
			return 'is needed';
		}

		return taken.includes(text)
			? 'is taken'
			: label.test(text)
				? undefined
				: 'lower-case letters, digits and -, 63 at most';
	},
	repository: text => (text === '' ? 'is needed' : undefined),
	path: text =>
		text.startsWith('/') || text.split('/').includes('..') ? 'is a folder within the repository' : undefined,
	namespace: text => (text === '' || label.test(text) ? undefined : 'lower-case letters, digits and -, 63 at most'),
	file: text => (text === '' || /\.ya?ml$/.test(text) ? undefined : 'has to end in .yaml'),
};

/** What is wrong with a field, as far as that can be said without asking anybody. `taken` are the names in use. */
export function mistakeOf(name: TextField, texts: Texts, taken: readonly string[]): string | undefined {
	return checks[name]?.(texts[name].trim(), taken);
}

/** The names after this one, round and round; nothing where none is known. */
export function nextContext(current: string, contexts: readonly string[]): string {
	return contexts[(contexts.indexOf(current) + 1) % contexts.length] ?? current;
}
