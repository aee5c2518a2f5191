import {resolve} from 'node:path';
import {type Application, directoryTool, folderSource, plainDirectory} from '../../model/application.ts';
import {UsageError} from '../../model/operator-error.ts';
import type {ApplicationFlags} from '../../model/protocol.ts';
import {showRepository} from '../git/repository-address.ts';
import {printable} from '../render/printable.ts';
import {checkSource} from './check-source.ts';

const dnsLabel = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const allowed = 'lower-case letters, digits and -, 63 at most, with a letter or digit at both ends';

/** Names of applications and of namespaces. */
export function isLabel(name: string): boolean {
	return dnsLabel.test(name);
}

/** The one application that was typed. The namespace that it names is made where it is missing. */
export function applicationFromFlags(flags: ApplicationFlags, cwd: string): Application {
	const {auto, autoPrune, selfHeal, namespace = '', path = '.', revision = 'HEAD', recurse} = flags;
	refuseHalfAutomated(flags);
	refuseNamespace(flags);
	const repository = absoluteRepository(flags.repo, cwd);
	const tool = directoryTool({...plainDirectory, recurse});
	const source = folderSource({repository, revision, path: path || '.', tool});
	const [wrong] = checkSource(source);
	if (wrong !== undefined) {
		throw new UsageError(wrong);
	}

	return {
		name: nameOf(flags, repository, path),
		project: flags.project ?? 'default',
		sources: [source],
		destination: {cluster: flags.cluster ?? '', namespace},
		policy: {automated: auto, prune: autoPrune, selfHeal, createNamespace: namespace !== ''},
		origin: 'flags',
	};
}

function refuseHalfAutomated({auto, autoPrune, selfHeal}: ApplicationFlags): void {
	if ((autoPrune || selfHeal) && !auto) {
		const flag = autoPrune ? '--auto-prune' : '--self-heal';
		throw new UsageError(`${flag} needs --auto: it is part of an automated sync`);
	}
}

function refuseNamespace({namespace}: ApplicationFlags): void {
	if (namespace !== undefined && !dnsLabel.test(namespace)) {
		throw new UsageError(`--namespace "${printable(namespace, 100)}" can't be a namespace's name (${allowed})`);
	}
}

/** `.` and `./repo` mean folders; everything else stays what it is. */
export function absoluteRepository(repository: string, folder: string): string {
	return /^\.{1,2}(?:\/|$)/.test(repository) ? resolve(folder, repository) : repository;
}

function nameOf({name}: ApplicationFlags, repository: string, path: string): string {
	const found = name ?? (lastSegment(path) || lastSegment(showRepository(repository)).replace(/\.git$/, ''));
	if (dnsLabel.test(found)) {
		return found;
	}

	const origin = name === undefined ? ', taken from the path,' : '';
	const advice = `give one with --name, such as --name ${suggestLabel(found)} (${allowed})`;
	throw new UsageError(`"${printable(found, 100)}"${origin} can't be an application's name: ${advice}`);
}

/** The last part that names anything; `git@host:shop.git` has a colon where others have a slash. */
function lastSegment(path: string): string {
	return path.split(/[/:]/).findLast(segment => segment !== '' && segment !== '.') ?? '';
}

function suggestLabel(text: string): string {
	const label = text
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, '-')
		.slice(0, 63)
		.replaceAll(/^-|-$/g, '');
	return label || 'my-app';
}
