import {type Application, addressOf} from '../../model/application.ts';
import {
	type Access,
	type Boundary,
	type Diagnosis,
	type Finding,
	needsSsh,
	type Place,
	type Program,
} from '../../model/diagnosis.ts';
import type {Clock, Clusters} from '../../model/ports.ts';
import type {Problem} from '../../model/problem.ts';
import type {Rendered, Sources} from '../../model/sources.ts';
import {reachClusters} from './clusters.ts';
import {brokenFindings, type Renders, reachRepositories} from './repositories.ts';
import type {Patience} from './within.ts';

/** What there is to look at; what can't be opened is the reason in words. */
export type Patient = {
	readonly applications: readonly Application[];
	/** What is wrong with their manifests, by their names. */
	readonly problemsOf: ReadonlyMap<string, readonly Problem[]>;
	readonly clock: Clock;
	readonly clusters: Clusters | {readonly trouble: string};
	readonly sources: Sources | {readonly trouble: string};
	readonly programs: Promise<readonly Program[]>;
	readonly places: Promise<readonly Place[]>;
	readonly boundary: Promise<Boundary>;
	readonly credentials: Promise<readonly Access[]>;
	/** How long each of these may take, in milliseconds. */
	readonly limitMs: number;
};

/** Looks at everything at the same time, and says of which application's needs something is missing. Changes nothing. */
export async function diagnose(patient: Patient, signal: AbortSignal): Promise<Diagnosis> {
	const {applications, clock, limitMs} = patient;
	const patience: Patience = {clock, limitMs, signal};
	const reached = repositoriesOf(patient, patience);
	const renders = reached.then(found => found.renders);
	const [programs, clusters, repositories, places, credentials, boundary] = await Promise.all([
		patient.programs,
		clustersOf(patient, {applications, renders, patience}),
		reached,
		patient.places,
		patient.credentials,
		patient.boundary,
	]);
	const findings = [
		...programFindings(programs, {applications, renders: repositories.renders}),
		boundaryFinding(boundary),
		...clusters,
		...repositories.findings,
		...credentials.map(access => accessFinding(access, applications)),
		...places.flatMap(place => placeFinding(place, {applications, renders: repositories.renders})),
	];
	return {isWell: findings.every(({state}) => state === 'ok' || state === 'unneeded'), findings};
}

async function repositoriesOf({applications, problemsOf, sources}: Patient, patience: Patience) {
	return 'trouble' in sources
		? {findings: brokenFindings(applications, problemsOf, new Map()), renders: new Map()}
		: await reachRepositories({applications, problemsOf}, sources, patience);
}

async function clustersOf({clusters, applications}: Patient, asked: Parameters<typeof reachClusters>[1]) {
	if (!('trouble' in clusters)) {
		return await reachClusters(clusters, asked);
	}

	const finding: Finding = {
		area: 'cluster',
		name: 'kubeconfig',
		state: 'missing',
		version: '',
		path: '',
		message: clusters.trouble,
		neededBy: applications.map(({name}) => name),
		tookMs: 0,
	};
	return [finding];
}

type Given = {readonly applications: readonly Application[]; readonly renders: Renders};

function programFindings(programs: readonly Program[], given: Given): readonly Finding[] {
	return programs.map(program => {
		const neededBy = usersOf(program, programs, given);
		const isNeeded = program.isAlwaysNeeded || neededBy.length > 0;
		const {name, version, path, tookMs} = program;
		return {
			area: 'program',
			name,
			version,
			path,
			neededBy,
			tookMs,
			state: stateOf(program, isNeeded),
			message: told(program),
		};
	});
}

function stateOf({isSupported, path, trouble}: Program, isNeeded: boolean): Finding['state'] {
	if (isSupported) {
		return 'ok';
	}

	return isNeeded ? (path === '' || trouble !== undefined ? 'missing' : 'unsupported') : 'unneeded';
}

function told({isSupported, path, least, use, trouble}: Program): string {
	if (isSupported) {
		return '';
	}

	if (trouble !== undefined) {
		return `${trouble}: ${use}`;
	}

	return path === ''
		? `not on the PATH: ${use}. Install it, or start trueup with a PATH that has it`
		: `older than ${least}, the first that is supported: ${use}`;
}

function usersOf(program: Program, programs: readonly Program[], {applications, renders}: Given): readonly string[] {
	const users = applications.filter(application => {
		const rendered = renders.get(application.name);
		const isUsed = (rendered?.tool ?? '').split(', ').some(tool => isMeant(program, tool, programs));
		return isUsed || isLacking(program.name, rendered) || (program.name === 'ssh' && needsSsh(application));
	});
	return users.map(({name}) => name);
}

/** Whether `kustomize v5.8.2`, which has made something, is this program, and none of another version beside it. */
function isMeant({name, version}: Program, tool: string, programs: readonly Program[]): boolean {
	const [base] = name.split(' ');
	const isOf = (one: Program) => one.name.split(' ')[0] === base && tool === `${base} ${one.version}`;
	const isDeclared = programs.some(one => one.name !== base && isOf(one));
	return tool === `${base} ${version}` || (name === base && tool.split(' ')[0] === base && !isDeclared);
}

/** Versions are written with their v, or without. */
function isLacking(name: string, rendered: Rendered | undefined): boolean {
	return (rendered?.lacking ?? []).some(one => one.replace(' v', ' ') === name.replace(' v', ' '));
}

/** Nothing fails for the lack of it. */
function boundaryFinding({path, kind, lack, tookMs}: Boundary): Finding {
	const state = lack === '' ? 'ok' : 'unneeded';
	return {area: 'program', name: 'isolation', state, version: kind, path, message: lack, neededBy: [], tookMs};
}

function placeFinding({name, path, trouble, amount, tookMs}: Place, given: Given): readonly Finding[] {
	const neededBy = name === 'sops keys' ? decryptedOf(given) : given.applications.map(application => application.name);
	const told = trouble === '' ? amount : trouble;
	if (name === 'sops keys' && neededBy.length === 0 && trouble !== '') {
		// Nobody misses them.
		return path === '' ? [] : [{...noFinding, name, path, tookMs, state: 'unneeded', message: told}];
	}

	const message = `${contents[name]}${told}`;
	const state = trouble === '' ? 'ok' : 'missing';
	return [{...noFinding, name, path, tookMs, state, message, neededBy: trouble === '' ? [] : neededBy}];
}

const noFinding = {area: 'place', version: '', neededBy: []} as const;

const contents = {
	state: 'plans, approvals and history: ',
	cache: 'what was fetched and rendered: ',
	'temporary files': 'what programs work on: ',
	'sops keys': '',
} as const;

function decryptedOf(given: Given): readonly string[] {
	const isDecrypted = (rendered: Rendered | undefined) =>
		isLacking('sops', rendered) ||
		isLacking('sops keys', rendered) ||
		(rendered?.tool ?? '').split(', ').some(tool => tool.split(' ')[0] === 'sops');
	return given.applications.filter(({name}) => isDecrypted(given.renders.get(name))).map(({name}) => name);
}

function accessFinding(access: Access, applications: readonly Application[]): Finding {
	const {name, path, trouble, repositories, tookMs} = access;
	const users = applications.filter(({sources}) => sources.some(({repository}) => repositories.includes(repository)));
	const state = trouble === '' ? 'ok' : users.length > 0 ? 'missing' : 'unneeded';
	const shown = repositories.map(addressOf).join(', ');
	const message = trouble || `${access.message}${shown === '' ? '' : `; used for ${shown}`}`;
	return {area: 'credential', name, state, version: '', path, message, neededBy: users.map(one => one.name), tookMs};
}
