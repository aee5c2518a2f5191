import {isAbsolute} from 'node:path';
import * as z from 'zod';
import {placeOf} from './place.ts';

/** Where a value is read from, when it is needed. */
export type Value =
	| {readonly kind: 'file'; readonly path: string}
	| {readonly kind: 'variable'; readonly name: string}
	| {readonly kind: 'text'; readonly text: string};

/** A Secret, or where Secrets are. */
export type SecretPlace = {
	/** The chosen one where empty. */
	readonly context: string;
	readonly namespace: string;
};

/** One item of `credentials` in the configuration file. */
export type Declaration =
	| ({readonly kind: 'values'; readonly url: string} & DeclaredValues)
	| {readonly kind: 'secret'; readonly url: string; readonly secret: SecretPlace & {readonly name: string}}
	| {readonly kind: 'secrets'; readonly secrets: SecretPlace};

export type DeclaredValues = {readonly [name in (typeof valueNames)[number]]?: Value | undefined};

export const valueNames = [
	'username',
	'password',
	'token',
	'sshKey',
	'knownHosts',
	'certificate',
	'key',
	'ca',
] as const;

const notInline =
	'write {file: /path} or {env: NAME}: this file is copied, shown and kept where its text would be seen';

/** Read by hand: a schema's complaints could quote what was written. */
const value = z.unknown().transform((given, context): Value => {
	const [[name, where] = [], ...others] = isRecord(given) ? Object.entries(given) : [];
	if (typeof where === 'string' && where !== '' && others.length === 0) {
		if (name === 'env') {
			return {kind: 'variable', name: where};
		}

		if (name === 'file' && isAbsolute(where)) {
			return {kind: 'file', path: where};
		}
	}

	const isRelative = name === 'file' && typeof where === 'string';
	context.addIssue({code: 'custom', message: isRelative ? 'the file must be an absolute path' : notInline});
	return z.NEVER;
});

function isRecord(given: unknown): given is Readonly<Record<string, unknown>> {
	return typeof given === 'object' && given !== null && !Array.isArray(given);
}

const user = z
	.string()
	.regex(/^[^\p{Cc}]+$/u, 'must be a name')
	.transform((text): Value => ({kind: 'text', text}));

const secretPlace = {context: z.string().default(''), namespace: z.string().min(1)};

const itemSchema = z.strictObject({
	url: z.string().optional(),
	username: user.or(value).optional(),
	password: value.optional(),
	token: value.optional(),
	sshKey: value.optional(),
	knownHosts: value.optional(),
	certificate: value.optional(),
	key: value.optional(),
	ca: value.optional(),
	/** For what is read without showing who asks. */
	anonymous: z.literal(true).optional(),
	secret: z.strictObject({...secretPlace, name: z.string().min(1)}).optional(),
	secrets: z.strictObject(secretPlace).optional(),
});

type Item = z.infer<typeof itemSchema>;

/** The schema of `credentials`. */
export const declarationsSchema = z
	.array(
		itemSchema.transform((item, context): Declaration => {
			const wrong = wrongWith(item);
			if (wrong !== undefined) {
				context.addIssue({code: 'custom', message: wrong});
				return z.NEVER;
			}

			const {url = '', secret, secrets, anonymous: _, ...values} = item;
			return secrets
				? {kind: 'secrets', secrets}
				: secret
					? {kind: 'secret', url, secret}
					: {kind: 'values', url, ...values};
		}),
	)
	.superRefine((declarations, context) => {
		const urls = declarations.map(one => ('url' in one ? JSON.stringify(placeOf(one.url)) : undefined));
		for (const [index, url] of urls.entries()) {
			if (url !== undefined && urls.indexOf(url) < index) {
				context.addIssue({code: 'custom', path: [index], message: `is for the same url as ${urls.indexOf(url)}`});
			}
		}
	})
	.default([]);

function wrongWith(item: Item): string | undefined {
	const {url, secret, secrets} = item;
	const given = valueNames.filter(name => item[name] !== undefined);
	const kinds = [secret, secrets, given.length > 0, item.anonymous].filter(Boolean);
	if (kinds.length !== 1) {
		return 'must have one of these: secret, secrets, anonymous, or values (password, token, sshKey, certificate, ca)';
	}

	if (secrets) {
		return url === undefined ? undefined : 'secrets bring their own urls: leave out url';
	}

	return wrongUrl(url) ?? (secret ? undefined : (wrongPairs(item) ?? wrongForScheme(item)));
}

function wrongUrl(url = ''): string | undefined {
	const place = placeOf(url);
	if (place === undefined || /[?#]/.test(url)) {
		return 'url must be https://host/path, ssh://host/path, user@host:path or oci://host/path';
	}

	const {username = '', password = ''} = URL.parse(url) ?? {};
	if (password !== '' || (username !== '' && place.scheme !== 'ssh')) {
		return 'url holds a user or a password: leave it out';
	}

	const isHere = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::|$)/.test(place.host);
	return place.scheme === 'http' && !isHere ? 'http would send it in clear: use https' : undefined;
}

const pairs = [
	['password', 'username'],
	['username', 'password'],
	['sshKey', 'knownHosts'],
	['knownHosts', 'sshKey'],
	['certificate', 'key'],
	['key', 'certificate'],
] as const;

function wrongPairs(item: Item): string | undefined {
	const ways = (['password', 'token', 'sshKey'] as const).filter(name => item[name] !== undefined);
	if (ways.length > 1) {
		return `has ${ways.join(' and ')}: leave one`;
	}

	const half = pairs.find(([one, other]) => item[one] !== undefined && item[other] === undefined);
	return half && `has ${half[0]} without ${half[1]}`;
}

function wrongForScheme({url = '', sshKey, certificate, ca}: Item): string | undefined {
	const isSsh = placeOf(url)?.scheme === 'ssh';
	if (isSsh !== (sshKey !== undefined)) {
		return isSsh ? 'is for SSH, which takes sshKey and knownHosts' : 'has sshKey for a url that is not of SSH';
	}

	return isSsh && (certificate ?? ca) ? 'has certificate or ca for a url of SSH' : undefined;
}
