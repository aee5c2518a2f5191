import type {Source} from '../../model/application.ts';
import {checkRepository, showRepository} from '../git/repository-address.ts';
import {checkRevision} from '../git/revision.ts';
import {printable} from '../render/printable.ts';
import {checkPath} from './check-path.ts';

/** What is wrong with where an application's manifests are kept, in words. */
export function checkSource({repository, revision, path}: Source): readonly string[] {
	const wrongRepository = checkRepository(repository);
	const address = printable(showRepository(repository), 200);
	return [
		wrongRepository === undefined ? [] : `the repository "${address}" can't be used: ${wrongRepository}`,
		checkRevision(revision) ?? [],
		checkPath(path) ?? [],
	].flat();
}
