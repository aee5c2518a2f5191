const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//;
const host = String.raw`(?:\[[0-9A-Fa-f:.]+\]|[\p{L}\p{N}][\p{L}\p{N}._-]*)(?::\d{1,5})?`;
const userinfo = String.raw`(?:[^/@?#\s]*@)?`;

/** Judged on the text as typed: a parser that mends what it reads could see another host than git does. */
const addresses: ReadonlyMap<string, RegExp> = new Map([
	['https', new RegExp(`^https://${userinfo}${host}(?:/|$)`, 'u')],
	['http', new RegExp(`^http://${userinfo}(?:localhost|127(?:\\.\\d{1,3}){3}|\\[::1\\])(?::\\d{1,5})?(?:/|$)`, 'u')],
	['ssh', new RegExp(`^ssh://(?:[A-Za-z0-9._~%+][A-Za-z0-9._~%+-]*@)?${host}/`, 'u')],
	['file', /^file:\/\/\/[^/]/],
]);

const sshShortForm = /^(?:[A-Za-z0-9._~+][A-Za-z0-9._~+-]*@)?[A-Za-z0-9][A-Za-z0-9._-]*:(?![:-]|\/\/)./;
const refused = /[\p{Cc}\p{Zl}\p{Zp}]/u;
const longest = 2048;

// A colon before an @ that is not a port's. A password may hold anything, even what would end a host.
const urlPassword = /^(?!file:\/\/\/)([^/@]*:\/\/+)(?!\[)[^@:/?#]*:(?!\d{1,5}[/?#]).*@/is;
const urlUser = /^(?!file:\/\/\/)([^/@]*:\/\/+)[^/]*@/i;
// `user:password@host:path`, and URLs that lack a slash.
const misplacedPassword = /^[^@/:]*:\/?[^@/]*@/;
const passwordAdvice =
	'it holds a password, which would be seen in lists of processes and logs: leave it out, and let a Git credential helper or ssh-agent give it';

/** Says what is wrong with a repository's address, or nothing. */
export function checkRepository(repository: string): string | undefined {
	if (repository === '') {
		return 'the repository is empty: give a URL or an absolute path';
	}

	if (repository.length > longest) {
		return `the repository's address is longer than ${longest} characters`;
	}

	if (refused.test(repository)) {
		return "the repository's address holds control characters";
	}

	if (repository.startsWith('-')) {
		return 'a repository may not begin with -: git would take it for an option';
	}

	if (repository.startsWith('/')) {
		return undefined;
	}

	if (urlPassword.test(repository)) {
		return passwordAdvice;
	}

	return scheme.test(repository) ? checkUrl(repository) : checkShortForm(repository);
}

function checkUrl(url: string): string | undefined {
	const name = url.slice(0, url.indexOf(':')).toLowerCase();
	const pattern = addresses.get(name);
	if (pattern === undefined) {
		return `repositories are not read by ${name}://: use https, ssh, a local path or a file URL`;
	}

	if (!url.startsWith(name)) {
		return `write ${name}:// in small letters`;
	}

	if (/[\s\\]/.test(url) && name !== 'file') {
		return 'the URL holds a space or a backslash';
	}

	if (pattern.test(url)) {
		return undefined;
	}

	return name === 'http'
		? 'plain http is only used on this machine (localhost, 127.0.0.0/8, [::1]): use https'
		: `this is not a complete ${name} URL`;
}

function checkShortForm(repository: string): string | undefined {
	if (/^[^/]*::/.test(repository)) {
		return 'transport helpers (name::address) run programs and are refused: use https, ssh, a local path or a file URL';
	}

	if (misplacedPassword.test(repository)) {
		return passwordAdvice;
	}

	if (sshShortForm.test(repository) && !/[\s\\]/.test(repository)) {
		return undefined;
	}

	return 'this is neither a URL nor user@host:path, and local paths must be absolute';
}

/** The address as messages may show it: without user and password. */
export function showRepository(repository: string): string {
	return repository
		.replace(urlPassword, '$1')
		.replace(urlUser, '$1')
		.replace(/^(?:[^/:@]+@(?=[^/:]+:)|[^@/:]*:\/?[^@/]*@)/, '');
}

/** As a person may type it at a shell: without what could be a password, but as the user that SSH needs. */
export function typeRepository(repository: string): string {
	const isSsh = checkRepository(repository) === undefined && /^(?:ssh:\/\/|[^/:]*:(?!\/\/))/.test(repository);
	const address = isSsh ? repository : showRepository(repository);
	return /^[\w@%+=:,./~[\]-]+$/.test(address) ? address : `'${address.replaceAll("'", String.raw`'\''`)}'`;
}
