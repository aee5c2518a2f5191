import {access, constants, readFile} from 'node:fs/promises';
import {count} from '../../model/count.ts';
import type {Place} from '../../model/diagnosis.ts';
import {hasKeys, type SopsSettings} from '../render/sops/settings.ts';

/** The keys with which files are decrypted: which are declared, and whether they can be read. Never what they are. */
export async function lookAtKeys(settings: SopsSettings, environment: NodeJS.ProcessEnv): Promise<Place> {
	const started = performance.now();
	const looked = await Promise.all([lookAtAge(settings), lookAtGnupg(settings)]);
	const passed = settings.environment.map(name => `$${name} (${environment[name] ? 'set' : 'not set'})`);
	const declared = hasKeys(settings)
		? ''
		: 'none are declared: say under sops in the configuration file (--config) where they are';
	return {
		name: 'sops keys',
		path: settings.ageKeyFile ?? settings.gnupgHome ?? '',
		trouble: declared || looked.map(({trouble}) => trouble).find(trouble => trouble !== '') || '',
		amount: [...looked.map(({amount}) => amount).filter(amount => amount !== ''), ...passed].join(', '),
		tookMs: performance.now() - started,
	};
}

type Looked = Pick<Place, 'trouble' | 'amount'>;

const nothing: Looked = {trouble: '', amount: ''};

async function lookAtAge({ageKeyFile}: SopsSettings): Promise<Looked> {
	if (ageKeyFile === undefined) {
		return nothing;
	}

	try {
		const lines = (await readFile(ageKeyFile, 'utf8')).split('\n');
		const keys = lines.filter(line => /^AGE-(?:SECRET-KEY|PLUGIN)-/.test(line)).length;
		return {trouble: keys === 0 ? `${ageKeyFile} holds no age key` : '', amount: count(keys, 'age key')};
	} catch (error) {
		return {trouble: `${ageKeyFile} can't be read (${reasonOf(error)})`, amount: ''};
	}
}

async function lookAtGnupg({gnupgHome}: SopsSettings): Promise<Looked> {
	if (gnupgHome === undefined) {
		return nothing;
	}

	try {
		await access(gnupgHome, constants.R_OK | constants.X_OK);
		return {trouble: '', amount: `GnuPG in ${gnupgHome}`};
	} catch (error) {
		return {trouble: `${gnupgHome} can't be read (${reasonOf(error)})`, amount: ''};
	}
}

function reasonOf(error: unknown): string {
	return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
