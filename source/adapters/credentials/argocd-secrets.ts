import {OperatorError} from '../../model/operator-error.ts';
import {type ClusterReader, type Data, type FoundSecret, nameIn} from './cluster-reader.ts';
import type {Credential} from './credential.ts';
import type {SecretPlace} from './declaration.ts';
import {type Candidate, candidateFor} from './entry.ts';
import type {Place} from './place.ts';

const typeLabel = 'argocd.argoproj.io/secret-type';
const tlsCertificates = 'argocd-tls-certs-cm';
const knownHostsName = 'argocd-ssh-known-hosts-cm';

/** All that Argo CD has in a namespace for repositories. */
export async function readArgo(
	reader: ClusterReader,
	place: SecretPlace,
	signal: AbortSignal,
): Promise<readonly Candidate[]> {
	const [secrets, authorities, {ssh_known_hosts: knownHosts = ''}] = await Promise.all([
		reader.secrets(`${typeLabel} in (repository,repo-creds)`, signal),
		reader.configMap(tlsCertificates, signal),
		reader.configMap(knownHostsName, signal),
	]);
	const ofSecrets = secrets.flatMap(secret =>
		candidatesOf(secret, nameIn(place, 'Secret', secret.name), {authorities, knownHosts}),
	);
	const origin = nameIn(place, 'ConfigMap', tlsCertificates);
	const ofHosts = Object.keys(authorities).map(
		(host): Candidate => ({
			origin,
			isFor: asked => asked.scheme !== 'ssh' && hostName(asked) === host,
			place: {scheme: 'https', user: '', host, segments: []},
			segments: -2,
			read: async () => ({origin, ...authorityFor(authorities, host)}),
		}),
	);
	return [...ofSecrets, ...ofHosts];
}

type Known = {readonly authorities: Data; readonly knownHosts: string};

/** None of a Secret that only names a repository: as for Argo CD, others may have the credentials. */
function candidatesOf({data, labels}: FoundSecret, origin: string, known: Known): readonly Candidate[] {
	const wrong = wrongWith(data);
	if (wrong === undefined && !hasCredential(data)) {
		return [];
	}

	const candidate = candidateFor(urlOf(data), {
		origin,
		// A chart's address, and its repository's index, are below that of the repository.
		isExact: labels[typeLabel] === 'repository' && (data.type || 'git') === 'git',
		async read(_signal, asked) {
			if (wrong !== undefined) {
				throw new OperatorError(`${origin} can't be used: ${wrong}`, {
					advice: 'Declare other credentials for it in the configuration file',
				});
			}

			return credentialOf(data, origin, {known, asked});
		},
	});
	// One of a project is only ever chosen, and refused, where nothing else is there.
	return [data.project ? {...candidate, segments: -1} : candidate];
}

/** Registries have no scheme there. */
function urlOf({url = '', type = '', enableOCI = ''}: Data): string {
	const isRegistry = type === 'oci' || (type === 'helm' && enableOCI === 'true');
	return isRegistry && !url.includes('://') ? `oci://${url}` : url;
}

const insecure = ['insecure', 'insecureIgnoreHostKey', 'insecureOCIForceHttp'] as const;
const unsupported = [
	'githubAppPrivateKey',
	'githubAppID',
	'gcpServiceAccountKey',
	'useAzureWorkloadIdentity',
	'proxy',
] as const;

function wrongWith(data: Data): string | undefined {
	const open = insecure.find(name => data[name] === 'true');
	if (open !== undefined) {
		return `it says ${open}, and servers that can't be verified are not read`;
	}

	const other = unsupported.find(name => !['', '0', 'false', undefined].includes(data[name]));
	if (other !== undefined) {
		return `it has ${other}, which is not supported`;
	}

	return data.project ? 'it is for one project alone, which is not supported yet' : undefined;
}

function hasCredential(data: Data): boolean {
	return Boolean(data.username || data.password || data.bearerToken || data.sshPrivateKey || data.tlsClientCertData);
}

type Asked = {readonly known: Known; readonly asked: Place};

function credentialOf(data: Data, origin: string, {known, asked}: Asked): Credential {
	const {username, password, bearerToken, sshPrivateKey: key, tlsClientCertData: cert, tlsClientCertKey} = data;
	if (asked.scheme === 'ssh' && key && known.knownHosts.trim() === '') {
		throw new OperatorError(`${origin} can't be used: ConfigMap ${knownHostsName} holds no ssh_known_hosts`, {
			advice: 'Add there what ssh-keyscan says of the host, once its fingerprint is compared',
		});
	}

	if (asked.scheme === 'ssh') {
		return {origin, ...(key && {ssh: {key, knownHosts: known.knownHosts}})};
	}

	return {
		origin,
		...(password ? {username: username || 'git', password} : bearerToken && {token: bearerToken, isBearer: true}),
		...(cert && tlsClientCertKey && {certificate: {cert, key: tlsClientCertKey}}),
		...authorityFor(known.authorities, hostName(asked)),
	};
}

function authorityFor(authorities: Data, host: string): {readonly ca?: string} {
	const ca = Object.hasOwn(authorities, host) ? authorities[host] : undefined;
	return ca ? {ca} : {};
}

function hostName({host}: Place): string {
	return host.replace(/:\d+$/, '');
}
