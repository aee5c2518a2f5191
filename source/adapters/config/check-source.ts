import type {Source} from '../../model/application.ts';
import {showRepository} from '../git/repository-address.ts';
import {printable} from '../render/printable.ts';
import {checkPlace, checkRevisionOf} from '../sources/place.ts';
import {checkPath} from './check-path.ts';

export type WrongField = {readonly field: 'repository' | 'revision' | 'path'; readonly message: string};

/** What is wrong with where an application's manifests are kept, in words. */
export function checkSource(source: Source): readonly string[] {
	return checkFields(source).map(({message}) => message);
}

/** The same, with the field that it is about. */
export function checkFields(source: Source): readonly WrongField[] {
	const {repository, revision, path} = source;
	const wrongRepository = checkPlace(source);
	const address = printable(showRepository(repository), 200);
	const found = {
		repository: wrongRepository && `the repository "${address}" can't be used: ${wrongRepository}`,
		revision: checkRevisionOf(source, revision),
		path: checkPath(path),
	} as const;
	return (['repository', 'revision', 'path'] as const).flatMap(field => {
		const message = found[field];
		return message === undefined ? [] : [{field, message}];
	});
}
