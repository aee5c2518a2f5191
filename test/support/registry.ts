import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {Agent, request} from 'undici';
import {createCertificates} from '../../source/sandbox/server/certificates.ts';
import {type LoopbackServer, type Place, startLoopbackServer} from './loopback-server.ts';

/** What a client needs to know of a registry. */
export type RegistryAccess = {
	/** Without a slash at its end. */
	readonly url: string;
	/** PEM; of a registry with TLS, whose certificate is for 127.0.0.1 and localhost. */
	readonly ca?: string | undefined;
	readonly user?: RegistryUser | undefined;
};

export type RegistryUser = {readonly name: string; readonly password: string};

export type Registry = LoopbackServer &
	RegistryAccess & {/** As in a reference: `127.0.0.1:5000`. */ readonly host: string};

export type RegistryOptions = {
	/** The program's path. */
	readonly program: string;
	/** Let in the one user alone. */
	readonly hasUser?: boolean;
	readonly hasTls?: boolean;
};

// The registry takes bcrypt alone, which Node does not have: made once, at the least cost.
const onlyUser: RegistryUser = {name: 'ada', password: 'correct horse: battery'};
const htpasswd = 'ada:$2a$04$ugNzwLwe1lekxOogOmQNAehWklJKbwCz2EDJdru19CoFvNzgczkBG\n';

/** A real OCI registry with nothing in it. */
export async function startRegistry({program, hasUser = false, hasTls = false}: RegistryOptions): Promise<Registry> {
	const certificates = hasTls ? createCertificates(new Date()) : undefined;
	const user = hasUser ? onlyUser : undefined;
	const accessTo = ({port}: Place): RegistryAccess => ({
		url: `${hasTls ? 'https' : 'http'}://127.0.0.1:${port}`,
		ca: certificates?.ca,
		user,
	});
	const server = await startLoopbackServer({
		name: 'registry',
		async prepare(place) {
			const at = (name: string) => path.join(place.folder, name);
			await writeFile(at('htpasswd'), htpasswd);
			await writeFile(at('certificate.pem'), certificates?.certificate ?? '');
			await writeFile(at('key.pem'), certificates?.key ?? '', {mode: 0o600});
			await writeFile(at('config.json'), JSON.stringify(configuration(place, {hasUser, hasTls})));
			// Traces would be sent to a collector on this machine.
			return {program: 'env', args: ['OTEL_TRACES_EXPORTER=none', program, 'serve', at('config.json')]};
		},
		isServing: place => isServing(accessTo(place)),
	});
	return {...server, ...accessTo(server), host: `127.0.0.1:${server.port}`};
}

/** Sends one request as the registry's user; `path` as a registry's `Location` has it, absolute or not. */
export async function ask(
	{url, ca, user}: RegistryAccess,
	path: string,
	options: {
		readonly method?: 'GET' | 'POST' | 'PUT';
		readonly headers?: Readonly<Record<string, string>>;
		readonly body?: Buffer;
	} = {},
) {
	const dispatcher = new Agent(ca === undefined ? {} : {connect: {ca}});
	const authorization = user && `Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}`;
	const headers = {...options.headers, ...(authorization && {authorization})};
	try {
		const answer = await request(new URL(path, url), {method: 'GET', ...options, headers, dispatcher});
		const body = Buffer.from(await answer.body.arrayBuffer());
		return {status: answer.statusCode, headers: answer.headers, body};
	} finally {
		await dispatcher.close();
	}
}

function configuration(
	{folder, port}: Place,
	{hasUser, hasTls}: {readonly hasUser: boolean; readonly hasTls: boolean},
) {
	const at = (name: string) => path.join(folder, name);
	return {
		version: '0.1',
		log: {level: 'warn', accesslog: {disabled: true}},
		storage: {filesystem: {rootdirectory: at('storage')}, delete: {enabled: true}},
		...(hasUser && {auth: {htpasswd: {realm: 'test', path: at('htpasswd')}}}),
		http: {
			addr: `127.0.0.1:${port}`,
			secret: 'of a test',
			...(hasTls && {tls: {certificate: at('certificate.pem'), key: at('key.pem')}}),
		},
	};
}

async function isServing(access: RegistryAccess): Promise<boolean> {
	return (await ask(access, '/v2/')).status === 200;
}
