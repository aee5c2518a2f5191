import {plainDirectory, plainHelm, plainKustomize, type Source, type Tool} from '../../model/application.ts';
import type {TreeEntry} from '../git/tree.ts';
import {kustomizationNames} from './kustomize/inputs.ts';

export type Chosen = Exclude<Tool, {readonly kind: 'detected'}>;

/** The tool that is meant: the one that was chosen, else what is in the folder decides, as for Argo CD. */
export function chooseTool({tool}: Source, entries: readonly TreeEntry[]): Chosen {
	if (tool.kind !== 'detected') {
		return tool;
	}

	const names = new Set(entries.map(({name}) => name));
	if (names.has('Chart.yaml')) {
		return {kind: 'helm', ...plainHelm};
	}

	return kustomizationNames.some(name => names.has(name))
		? {kind: 'kustomize', ...plainKustomize}
		: {kind: 'directory', ...plainDirectory};
}
