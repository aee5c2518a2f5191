import {OperatorError} from '../../model/operator-error.ts';
import type {Credential} from '../credentials/credential.ts';
import {createPrivateFolder, type PrivateFolder} from '../credentials/private-folder.ts';
import {printable} from '../render/printable.ts';
import {declaredEnvironment, type Setting} from './environment.ts';
import {showRepository} from './repository-address.ts';

/** What one git process is told, by its environment alone. */
type Told = {readonly settings: readonly Setting[]; readonly variables: NodeJS.ProcessEnv};

/** Hosts that tell by the user's name that the password is a token; the others take any name. */
const tokenUsers: ReadonlyMap<string, string> = new Map([['bitbucket.org', 'x-token-auth']]);

// Command lines can be read by everybody, environments by the same user alone; `printf` is built into the shell.
const helper =
	'!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" "$TRUEUP_USERNAME" "$TRUEUP_PASSWORD"; }; f';

/** Does the work with an environment that lets git in where the repository is, and nowhere else. */
export async function withAccess<Result>(
	repository: string,
	credential: Credential,
	work: (environment: NodeJS.ProcessEnv) => Promise<Result>,
): Promise<Result> {
	const holds = credential.ssh || credential.certificate ? 'secrets' : 'nothing secret';
	await using folder = createPrivateFolder(holds, process.env);
	const [, scheme, host] = /^(https?:\/\/)(?:[^/@]*@)?([^/]+)/.exec(repository) ?? [];
	const told =
		host === undefined
			? await tellSsh(repository, credential, folder)
			: together([tellLogin(`${scheme}${host}`, host, credential), await tellTls(credential, folder)]);
	return await work(declaredEnvironment(process.env, told.settings, told.variables));
}

function together(all: readonly Told[]): Told {
	return {
		settings: all.flatMap(({settings}) => settings),
		variables: Object.assign({}, ...all.map(({variables}) => variables)),
	};
}

/**
 * Git asks a helper anew for each host that it is redirected to, and has none for others. A header it would send along,
 * and the same goes for a client certificate: with these, no redirect is followed.
 */
function tellLogin(origin: string, host: string, credential: Credential): Told {
	const {username, password, token, isBearer} = credential;
	if (token !== undefined && isBearer) {
		const header = [`http.${origin}.extraHeader`, `Authorization: Bearer ${token}`] as const;
		return {settings: [header, ['http.followRedirects', 'false']], variables: {}};
	}

	const secret = password ?? token;
	const user = username ?? tokenUsers.get(host) ?? 'x-access-token';
	return secret === undefined
		? {settings: [], variables: {}}
		: {
				settings: [[`credential.${origin}.helper`, helper]],
				variables: {TRUEUP_USERNAME: user, TRUEUP_PASSWORD: secret},
			};
}

/** Variables, because those of the person's would win over settings. */
async function tellTls({certificate, ca}: Credential, folder: PrivateFolder): Promise<Told> {
	const trust = ca === undefined ? {} : {GIT_SSL_CAINFO: await folder.write('ca.pem', ca), GIT_SSL_CAPATH: undefined};
	if (!certificate) {
		return {settings: [], variables: trust};
	}

	const pair = {
		GIT_SSL_CERT: await folder.write('certificate.pem', certificate.cert),
		GIT_SSL_KEY: await folder.write('key.pem', certificate.key),
	};
	return {settings: [['http.followRedirects', 'false']], variables: {...trust, ...pair}};
}

async function tellSsh(repository: string, {ssh, origin}: Credential, folder: PrivateFolder): Promise<Told> {
	if (!ssh) {
		const shown = printable(showRepository(repository), 200);
		throw new OperatorError(`${shown} is read by SSH, and ${origin} has no SSH key`, {
			advice: 'Give it an SSH key with known hosts, or use the https address of the repository',
		});
	}

	const options = [
		`IdentityFile=${await folder.write('identity', ssh.key)}`,
		'IdentitiesOnly=yes',
		'IdentityAgent=none',
		'PreferredAuthentications=publickey',
		`UserKnownHostsFile=${await folder.write('known_hosts', ssh.knownHosts)}`,
		'GlobalKnownHostsFile=/dev/null',
		'StrictHostKeyChecking=yes',
		'UpdateHostKeys=no',
		'BatchMode=yes',
	];
	const command = ['ssh', '-F', '/dev/null', ...options.flatMap(option => ['-o', `'${option}'`])].join(' ');
	return {settings: [], variables: {GIT_SSH_COMMAND: command, GIT_SSH_VARIANT: 'ssh'}};
}
