import {recipientsOf} from './format.ts';
import type {SopsSettings} from './settings.ts';

/** What is asked over the network for the key of a file; keys of age and OpenPGP are on this machine. */
export type KeyService = {
	readonly name: string;
	/** With what it is usually asked. */
	readonly variables: string;
};

type Mark = {
	/** What its keys alone have among the data of SOPS, in each of its formats. */
	readonly field: RegExp;
	readonly service: KeyService;
};

const marks: readonly Mark[] = [
	{field: fieldOf('arn'), service: {name: 'AWS KMS', variables: 'AWS_PROFILE and AWS_CONFIG_FILE'}},
	{
		field: fieldOf('resource_id'),
		service: {name: 'Google Cloud KMS', variables: 'GOOGLE_APPLICATION_CREDENTIALS'},
	},
	{
		field: fieldOf('vault_?[uU]rl'),
		service: {name: 'Azure Key Vault', variables: 'AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET'},
	},
	{field: fieldOf('vault_address'), service: {name: 'Vault', variables: 'VAULT_ADDR and VAULT_TOKEN'}},
	{
		field: fieldOf('key_id'),
		service: {name: 'Huawei Cloud KMS', variables: 'HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK'},
	},
	// Between `age1` and the key stands the name of a program; `pq` is built in.
	{
		field: /\bage1(?!pq1)[a-z0-9-]{1,40}1[a-z0-9]{20}/,
		service: {name: 'a plugin of age', variables: 'those that it reads'},
	},
];

function fieldOf(name: string): RegExp {
	return new RegExp(`(?:\\b|map_)${name}["']?[ \\t]{0,9}[:=]`);
}

const ownData = /^sops_|^\[sops\]|^sops[ \t]*:|"sops"\s*:/m;

/** By what SOPS has noted in the file. */
export function keyServicesOf(encrypted: string): readonly KeyService[] {
	const noted = encrypted.slice(Math.max(0, encrypted.search(ownData)));
	return marks.filter(({field}) => field.test(noted)).map(({service}) => service);
}

/** Programs and servers that the person has named for all files. */
const everyKey = /^SOPS_(?:KEYSERVICE|AGE_\w*CMD)$/;

/** Whether it may use the network: something there is to be asked, and the person has said with what. */
export function asksServices(encrypted: string, {environment}: SopsSettings): boolean {
	return (
		environment.some(name => everyKey.test(name)) || (environment.length > 0 && keyServicesOf(encrypted).length > 0)
	);
}

/**
 * Whether one of the keys that the file is encrypted for may be among those that are declared. What variables stand for
 * is not known, nor whom a file is for that names nobody in a way that we understand.
 */
export function mayHaveKey(encrypted: string, {ageKeyFile, gnupgHome, environment}: SopsSettings): boolean {
	const recipients = recipientsOf(encrypted);
	const isForAge = recipients.some(one => /^(?:age1|ssh-)/.test(one));
	const isForPgp = recipients.some(one => /^[0-9A-Fa-f]+$/.test(one));
	const isForNobody = !isForAge && !isForPgp && keyServicesOf(encrypted).length === 0;
	return (
		environment.length > 0 ||
		isForNobody ||
		(isForAge && ageKeyFile !== undefined) ||
		(isForPgp && gnupgHome !== undefined)
	);
}
