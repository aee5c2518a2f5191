import {printable} from '../render/printable.ts';

/** What is wrong with an application's folder, or nothing. */
export function checkPath(path: string): string | undefined {
	const shown = `the path "${printable(path, 200)}"`;
	if (path.startsWith('/')) {
		return `${shown} is absolute: give the folder's path in the repository`;
	}

	if (path.split('/').includes('..')) {
		return `${shown} leads out of the repository: give it without ..`;
	}

	return /\p{Cc}/u.test(path) ? `${shown} holds control characters` : undefined;
}
