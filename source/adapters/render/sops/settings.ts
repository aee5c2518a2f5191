/** Where the keys of SOPS come from: from the person who runs trueup alone. */
export type SopsSettings = {
	/** As `SOPS_AGE_KEY_FILE`. */
	readonly ageKeyFile?: string | undefined;
	/** As `GNUPGHOME`. */
	readonly gnupgHome?: string | undefined;
	/** Names of variables of trueup's own environment that `sops` gets to see: `AWS_PROFILE`, `VAULT_TOKEN`. */
	readonly environment: readonly string[];
};

export const noKeys: SopsSettings = {environment: []};

export function hasKeys({ageKeyFile, gnupgHome, environment}: SopsSettings): boolean {
	return ageKeyFile !== undefined || gnupgHome !== undefined || environment.length > 0;
}
