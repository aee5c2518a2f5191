import {parseConstraint} from './constraint.ts';
import {compareVersions, parseVersion, type Version} from './version.ts';

/** The one that is meant: of exactly that name, else the newest that the constraint lets in; `HEAD` is the newest release. */
export function chooseVersion(wanted: string, versions: readonly string[]): string | undefined {
	if (versions.includes(wanted)) {
		return wanted;
	}

	const constraint = parseConstraint(wanted === 'HEAD' || wanted === '' ? '*' : wanted);
	let newest: {readonly text: string; readonly version: Version} | undefined;
	for (const text of constraint === undefined ? [] : versions) {
		const version = parseVersion(text);
		if (version && constraint?.(version) && (!newest || compareVersions(version, newest.version) > 0)) {
			newest = {text, version};
		}
	}

	return newest?.text;
}
