/** Where an address leads, in parts that can be compared. */
export type Place = {
	readonly scheme: string;
	/** Of SSH; whoever is named with HTTP is no part of where. */
	readonly user: string;
	/** With its port, if that is not the usual one. */
	readonly host: string;
	readonly segments: readonly string[];
};

const shortForm = /^(?:([^@/:]+)@)?([^@/:]+):(?!\/\/)\/*(.*)$/;
const usualPorts: ReadonlyMap<string, string> = new Map([
	['https', '443'],
	['http', '80'],
	['ssh', '22'],
	['oci', '443'],
]);

/** Nothing for folders of this machine, and for what one server could take for another place than the next. */
export function placeOf(address: string): Place | undefined {
	const url = URL.parse(longForm(address));
	const scheme = url?.protocol.slice(0, -1) ?? '';
	const usualPort = usualPorts.get(scheme);
	const segments = segmentsOf(url?.pathname ?? '');
	if (url === null || url.hostname === '' || usualPort === undefined || segments === undefined) {
		return undefined;
	}

	const port = ['', usualPort].includes(url.port) ? '' : `:${url.port}`;
	return {scheme, user: scheme === 'ssh' ? url.username : '', host: url.hostname.toLowerCase() + port, segments};
}

/** `git@host:path` as a URL. */
function longForm(address: string): string {
	const [short, user, host, path] = shortForm.exec(address) ?? [];
	return short === undefined ? address : `ssh://${user === undefined ? '' : `${user}@`}${host}/${path}`;
}

function segmentsOf(path: string): readonly string[] | undefined {
	const segments = path.split('/').filter(segment => segment !== '');
	try {
		const decoded = segments.map(decodeURIComponent);
		return decoded.some(segment => /[/\\]|^\.{1,2}$/.test(segment)) ? undefined : decoded;
	} catch {
		return undefined;
	}
}

/** Whether the place is the prefix, or below it, by whole segments. */
export function covers(prefix: Place, place: Place): boolean {
	const isSameHost = prefix.scheme === place.scheme && prefix.host === place.host;
	const isSameUser = prefix.user === '' || prefix.user === place.user;
	return isSameHost && isSameUser && prefix.segments.every((segment, index) => isSame(segment, place, index));
}

/** `shop` and `shop.git` are one repository. */
function isSame(segment: string, {segments}: Place, index: number): boolean {
	const other = segments[index];
	const isLast = index === segments.length - 1;
	return segment === other || (isLast && withoutGit(segment) === withoutGit(other));
}

function withoutGit(segment: string | undefined): string | undefined {
	return segment?.replace(/\.git$/, '');
}
