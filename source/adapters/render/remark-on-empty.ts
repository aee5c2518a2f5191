import type {DirectoryOptions, Source} from '../../model/application.ts';
import type {Rendered} from '../../model/sources.ts';
import type {TreeEntry} from '../git/tree.ts';
import {printable} from './printable.ts';

type Folder = {
	readonly source: Source;
	readonly entries: readonly TreeEntry[];
	readonly options: DirectoryOptions;
};

/** A folder of plain files that declares nothing is seldom meant. */
export function remarkOnEmpty({manifests, problems}: Rendered, {source, entries, options}: Folder): readonly string[] {
	if (manifests.length > 0 || problems.length > 0) {
		return [];
	}

	const {include, exclude, recurse} = options;
	const hasFolders = !recurse && entries.some(({kind}) => kind === 'folder');
	const globs = [include && `directory.include "${include}"`, exclude && `directory.exclude "${exclude}"`];
	const chosen = globs.filter(glob => glob !== '').join(' and ');
	const among = chosen === '' ? 'no file of this folder' : `no file that ${printable(chosen, 200)} leaves`;
	const advice = hasFolders ? '; its subfolders are read with directory.recurse alone' : '';
	return [`${printable(source.path, 200)}: ${among} declares an object: what it declared before is left over${advice}`];
}
