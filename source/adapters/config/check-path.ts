/** What is wrong with an application's folder, or nothing. */
export function checkPath(path: string): string | undefined {
	if (path.startsWith('/')) {
		return `the path ${JSON.stringify(path)} is absolute: give the folder's path in the repository`;
	}

	if (path.split('/').includes('..')) {
		return `the path ${JSON.stringify(path)} leads out of the repository: give it without ..`;
	}

	const hasControls = [...path].some(character => character < ' ' || character === '\u007f');
	return hasControls ? `the path ${JSON.stringify(path)} holds control characters` : undefined;
}
