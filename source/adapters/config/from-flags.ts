import {isAbsolute, join, resolve} from 'node:path';
import type {Application} from '../../model/application.ts';
import {UsageError} from '../../model/operator-error.ts';
import type {ApplicationFlags} from '../../model/protocol.ts';
import {checkRepository} from '../git/repository-address.ts';
import {printable} from '../render/printable.ts';
import {checkPath} from './check-path.ts';

const dnsLabel = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** The one application that was typed. The namespace that it names is made where it is missing. */
export function applicationFromFlags(flags: ApplicationFlags, cwd: string): Application {
	const {auto, autoPrune, selfHeal, namespace = ''} = flags;
	refuseHalfAutomated(flags);
	const repository = absoluteRepository(flags.repo, cwd);
	const path = flags.path ?? '.';
	const wrong = checkRepository(repository) ?? checkPath(path);
	if (wrong !== undefined) {
		throw new UsageError(wrong);
	}

	return {
		name: nameOf(flags, repository, path),
		project: flags.project ?? 'default',
		source: {
			repository,
			revision: flags.revision ?? 'HEAD',
			path,
			directory: {recurse: flags.recurse, include: '', exclude: ''},
		},
		destination: {cluster: flags.cluster ?? '', namespace},
		policy: {automated: auto, prune: autoPrune, selfHeal, createNamespace: namespace !== ''},
		origin: 'flags',
	};
}

function refuseHalfAutomated({auto, autoPrune, selfHeal}: ApplicationFlags): void {
	if ((autoPrune || selfHeal) && !auto) {
		throw new UsageError(`${autoPrune ? '--auto-prune' : '--self-heal'} is part of an automated sync: add --auto`);
	}
}

/** `.` and `./repo` mean folders; everything else stays what it is. */
export function absoluteRepository(repository: string, folder: string): string {
	const isRelative = /^\.{1,2}(?:\/|$)/.test(repository) && !isAbsolute(repository);
	return isRelative ? resolve(join(folder, repository)) : repository;
}

function nameOf({name}: ApplicationFlags, repository: string, path: string): string {
	const folder = lastSegment(path);
	const found = name ?? (folder === '' || folder === '.' ? lastSegment(repository).replace(/\.git$/, '') : folder);
	if (dnsLabel.test(found)) {
		return found;
	}

	const allowed = 'lower-case letters, digits and -, 63 at most, with a letter or digit at both ends';
	const what = name === undefined ? `${printable(found, 100)}, taken from the path,` : printable(found, 100);
	throw new UsageError(`${what} can't be an application's name: give one with --name (${allowed})`);
}

function lastSegment(path: string): string {
	return path.split(/[/:]/).findLast(segment => segment !== '') ?? '';
}
