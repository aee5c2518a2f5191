/** How SOPS reads a file, and writes it. */
export type SopsFormat = 'yaml' | 'json' | 'dotenv' | 'ini' | 'binary';

const extensions: readonly (readonly [string, SopsFormat])[] = [
	['.yaml', 'yaml'],
	['.yml', 'yaml'],
	['.json', 'json'],
	['.env', 'dotenv'],
	['.ini', 'ini'],
	['.dockerconfigjson', 'json'],
];

/** As Flux tells it by a file's name. */
export function formatOf(name: string): SopsFormat {
	return extensions.find(([extension]) => name.endsWith(extension))?.[1] ?? 'binary';
}

const inJson = /"sops"\s*:\s*\{/;

/** Where SOPS puts its own data; what was of no format before is JSON when encrypted. */
const marks: Readonly<Record<SopsFormat, (text: string) => boolean>> = {
	yaml: text => /^(?:"sops"|sops)[ \t]*:/m.test(text) || (text.trimStart().startsWith('{') && inJson.test(text)),
	json: text => inJson.test(text),
	binary: text => inJson.test(text),
	dotenv: text => /^sops_(?:mac|version)=/m.test(text),
	ini: text => /^\[sops\]/m.test(text),
};

/** Whether SOPS has encrypted it. Looks at little of what it has not. */
export function isEncrypted(content: Buffer | string, format: SopsFormat): boolean {
	return content.includes('ENC[AES256_GCM,') && marks[format](content.toString());
}

const recipients =
	/\bage1[a-z0-9-]{20,3000}|\bssh-(?:ed25519|rsa) [A-Za-z0-9+/=]{20,}|(?<=\bfp["\s:=]{1,5})[0-9A-Fa-f]{16,40}|\barn:aws[\w:/.-]{1,200}|\bprojects\/[\w/.-]{1,200}|(?<=\bvault_?(?:address|url|Url)["\s:=]{1,5})https?:\/\/[^\s"']{1,200}/g;

/** For whom it is encrypted, as far as that can be seen from outside. */
export function recipientsOf(text: string): readonly string[] {
	return [...new Set([...text.matchAll(recipients)].map(([found]) => found))];
}
