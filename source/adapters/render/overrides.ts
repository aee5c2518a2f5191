import type {Problem} from '../../model/problem.ts';
import type {TreeEntry} from '../git/tree.ts';
import {printable} from './printable.ts';

/** Files beside what is rendered that change parameters in Argo CD: without them something else would be applied. */
export function findOverrides(entries: readonly TreeEntry[], app: string): readonly Problem[] {
	const names = ['.argocd-source.yaml', `.argocd-source-${app}.yaml`];
	const message =
		'this file overrides parameters in Argo CD, and is not supported here: put them into the Application, and remove it';
	return entries
		.filter(({kind, name}) => kind !== 'folder' && names.includes(name))
		.map(({path}) => ({scope: 'application', where: printable(path, 300), message}));
}
