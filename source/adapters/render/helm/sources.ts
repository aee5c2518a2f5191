import {posix} from 'node:path';
import type {Attribute} from '../collect-manifests.ts';
import type {WorkspaceFile} from '../tools/workspace.ts';
import {templatePaths} from './template-paths.ts';

const sourceComment = /^# Source: (\S.*)$/;

/** Helm writes over each object which template of which chart it comes from. */
export function sourcesOf(folder: string): (output: string, files: readonly WorkspaceFile[]) => Attribute {
	return (output, files) => {
		const pathOf = templatePaths(folder, files);
		const chart = posix.join(folder, 'Chart.yaml');
		const known = new Map<string, string>();
		const fileOf = (source: string) => {
			const file = known.get(source) ?? pathOf(source) ?? chart;
			known.set(source, file);
			return file;
		};
		const told = output.split('\n').flatMap((text, index) => {
			const source = sourceComment.exec(text)?.[1];
			return source === undefined ? [] : [{line: index + 1, file: fileOf(source)}];
		});
		return (body, {line}) => {
			const last = told.findLast(source => source.line <= line);
			return {body, origin: {file: last?.file ?? chart, line: 1}};
		};
	};
}
