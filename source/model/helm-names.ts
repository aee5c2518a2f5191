const longestRelease = 53;
const release = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;

export const releaseNameRule =
	`must be a release name of Helm: up to ${longestRelease} lower-case letters, digits, dashes and dots, ` +
	'with a letter or a digit at each end';

export function isReleaseName(name: string): boolean {
	return name.length <= longestRelease && release.test(name);
}

export const parameterNameRule = 'must not be empty, and may hold , = and \\ behind a backslash alone';

/** Whether all of it is the name for Helm, which takes `name=path,name=path`. */
export function isParameterName(name: string): boolean {
	return /^(?:[^\\,=]|\\.)+$/s.test(name);
}
