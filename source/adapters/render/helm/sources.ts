import {posix} from 'node:path';
import type {Attribute} from '../collect-manifests.ts';

const sourceComment = /^# Source: (\S.*)$/;

/** Helm writes over each object which template of which chart it comes from. */
export function sourcesOf(folder: string): (output: string) => Attribute {
	return output => {
		const told = output.split('\n').flatMap((text, index) => {
			const source = sourceComment.exec(text)?.[1];
			return source === undefined ? [] : [{line: index + 1, file: fileOf(source, folder)}];
		});
		return (body, {line}) => {
			const last = told.findLast(source => source.line <= line);
			return {body, origin: {file: last?.file ?? posix.join(folder, 'Chart.yaml'), line: 1}};
		};
	};
}

// What stands first is the chart's name, which need not be its folder's.
function fileOf(source: string, folder: string): string {
	return posix.join(folder, source.slice(source.indexOf('/') + 1));
}
