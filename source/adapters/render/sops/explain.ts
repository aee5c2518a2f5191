import {printable} from '../printable.ts';
import type {Tool} from '../tools/find-tool.ts';
import type {ToolResult} from '../tools/run-tool.ts';
import type {Encrypted} from './decrypt.ts';
import {recipientsOf} from './format.ts';
import {keyServicesOf} from './key-services.ts';
import {hasKeys, noKeys, type SopsSettings} from './settings.ts';

type Failed = Extract<ToolResult, {readonly kind: 'failed'}>;

/** As `sops` ends. */
export const codes = {macMismatch: 51, noMac: 52, noKey: 128} as const;

const mostRecipients = 5;

export function noKeysAreDeclared(encrypted: Encrypted): string {
	const advice = 'say under sops in the configuration file (--config) where the keys are';
	return `SOPS has encrypted this${forWhom(encrypted)}, and no keys are declared here: ${advice}${aboutServices(encrypted, noKeys)}`;
}

export function noSuchKeyIsDeclared(encrypted: Encrypted, settings: SopsSettings): string {
	const advice = 'say under sops in the configuration file (--config) where one is';
	return `SOPS has encrypted this${forWhom(encrypted)}, and no key of that kind is declared here: ${advice}${aboutServices(encrypted, settings)}`;
}

export function keyFileIsMissing({ageKeyFile = ''}: SopsSettings): string {
	return `SOPS has encrypted this, and the age key file ${printable(ageKeyFile, 300)}, which sops.ageKeyFile in the configuration file names, can't be read: put it there, or correct the path`;
}

export function tooOldFor({version}: Tool): string {
	return `sops ${printable(version, 50)} would send what sops.environment lets through to whichever Vault this file names: install 3.13 or newer`;
}

/**
 * Why it could not be decrypted. The program's own words are passed on only where it had no key: later ones may quote
 * what it has decrypted.
 */
export function explainRefusal(encrypted: Encrypted, {code, reason, messages}: Failed, settings: SopsSettings): string {
	switch (code) {
		case codes.noKey:
			return `no key that is declared here decrypts this${forWhom(encrypted)}; ${triedWith(settings)}${said(messages)}${aboutServices(encrypted, settings)}. Let somebody who has a key add yours (sops updatekeys), or declare another one`;
		case codes.macMismatch:
		case codes.noMac:
			return 'this was changed since SOPS has encrypted it (its MAC does not match): nothing of it is applied. Make the change with `sops edit`, or restore the file';
		case undefined:
			return `sops ${reason}`;
		default:
			return `sops can't read this (${reason}): it may be damaged. Its own words are withheld, because they may quote what is secret; run sops decrypt on the file`;
	}
}

function forWhom({content}: Encrypted): string {
	const all = recipientsOf(content.toString('utf8'));
	const shown = all.slice(0, mostRecipients).map(one => printable(one, 100));
	const more = all.length > shown.length ? ` and ${all.length - shown.length} more` : '';
	return shown.length === 0 ? '' : ` for ${shown.join(', ')}${more}`;
}

/** What is to be said in the configuration file so that they are asked, and reached. */
function aboutServices({content}: Encrypted, {environment}: SopsSettings): string {
	const services = keyServicesOf(content.toString('utf8'));
	const names = services.map(({name}) => name).join(', ');
	if (services.length === 0) {
		return '';
	}

	return environment.length === 0
		? `. sops has no network and asks nothing of ${names}, unless sops.environment names the variables that it is asked with (${services.map(({variables}) => variables).join('; ')})`
		: `. If it is not the key but the network that is lacking, see that this machine reaches ${names}; of a proxy sops knows only where sops.environment names HTTPS_PROXY`;
}

function triedWith(settings: SopsSettings): string {
	const {ageKeyFile, gnupgHome, environment} = settings;
	const tried = [
		...(ageKeyFile === undefined ? [] : [ageKeyFile]),
		...(gnupgHome === undefined ? [] : [gnupgHome]),
		...environment.map(name => `$${name}`),
	];
	return hasKeys(settings) ? `tried with ${printable(tried.join(', '), 300)}` : 'none is declared';
}

/** It looks where nothing can be: its home is empty. */
const placesOfKeys = /Did not find keys in locations (?:(?:and )?'[^']*'[, ]*)*\.?/g;

/** What went wrong with each key, in the lines that `sops` sets off by a bar. */
function said(messages: string): string {
	const lines = messages.split('\n').flatMap(line => /^\s*(?:-\s*)?\|\s*(.*)$/.exec(line)?.[1] ?? []);
	const told = lines.join(' ').replaceAll(placesOfKeys, '').trim();
	return told === '' ? '' : ` (sops: ${printable(told, 400).replace(/\.$/, '')})`;
}
