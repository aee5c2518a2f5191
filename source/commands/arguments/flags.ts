/** How a flag is typed and explained. The key in the table is its long name. */
export type FlagSpec = {
	/** `switch` takes no value; `list` may be given more than once. */
	readonly type: 'switch' | 'text' | 'list' | 'duration';
	readonly short?: string;
	/** What stands for the value in the help: `URL`. */
	readonly value?: string;
	readonly summary: string;
};

/** Every flag of every verb, in the order of the help. */
export const flagTable = {
	file: {
		type: 'list',
		short: 'f',
		value: 'FILE|DIR',
		summary: 'Application manifests to read; may be given more than once',
	},
	repo: {type: 'text', value: 'URL', summary: 'one application by flags: its Git repository (https, ssh, a path)'},
	path: {type: 'text', value: 'PATH', summary: 'with --repo: the folder in the repository (default: .)'},
	revision: {type: 'text', value: 'REVISION', summary: 'with --repo: a branch, a tag or a commit (default: HEAD)'},
	name: {
		type: 'text',
		value: 'NAME',
		summary: "with --repo: the application's name (default: the path's last segment)",
	},
	project: {type: 'text', value: 'PROJECT', summary: 'with --repo: its project (default: default)'},
	cluster: {type: 'text', value: 'NAME|URL', summary: 'with --repo: the cluster it goes to (default: the context)'},
	namespace: {type: 'text', value: 'NAMESPACE', summary: 'with --repo: where objects without a namespace go'},
	recurse: {type: 'switch', summary: 'with --repo: read subfolders too'},
	auto: {type: 'switch', summary: 'with --repo: apply new commits without asking'},
	'auto-prune': {type: 'switch', summary: 'with --repo: delete what Git no longer has without asking'},
	'self-heal': {type: 'switch', summary: 'with --repo: repair what others changed in the cluster'},
	kubeconfig: {type: 'text', value: 'FILE', summary: 'the kubeconfig (default: KUBECONFIG, then ~/.kube/config)'},
	context: {type: 'text', value: 'NAME', summary: 'the context of the kubeconfig (default: its current one)'},
	'confirm-cluster': {
		type: 'text',
		value: 'UID',
		summary: 'confirm that a known context now means the cluster of this identity',
	},
	state: {type: 'text', value: 'FILE', summary: 'plans, approvals and history (default: under XDG_STATE_HOME)'},
	cache: {type: 'text', value: 'DIR', summary: 'what was fetched and rendered (default: under XDG_CACHE_HOME)'},
	config: {
		type: 'text',
		value: 'FILE',
		summary: 'paths and versions of tools, and plugins (default: trueup/config.yaml under XDG_CONFIG_HOME)',
	},
	interval: {type: 'duration', value: 'DURATION', summary: 'how often repositories are asked (default: 60s)'},
	output: {type: 'text', short: 'o', value: 'FORMAT', summary: 'how results are written'},
	prune: {type: 'switch', summary: 'plan the deletion of what Git no longer has'},
	plan: {type: 'text', value: 'DIGEST', summary: 'apply exactly this plan, as `trueup plan` showed it'},
	resource: {
		type: 'list',
		value: 'GROUP/KIND/NAMESPACE/NAME',
		summary: 'only this object of the plan (repeatable); the core group is core',
	},
	'dry-run': {type: 'switch', summary: 'show the plan and change nothing'},
	yes: {type: 'switch', summary: 'do not ask: apply what the plan shows; in the interface, start at once'},
	'read-only': {type: 'switch', summary: 'never write: only show and compare'},
	offline: {type: 'switch', summary: 'ask nothing of a cluster'},
	timeout: {type: 'duration', value: 'DURATION', summary: 'how long to wait until all is healthy (default: 5m)'},
	'write-kubeconfig': {
		type: 'text',
		value: 'FILE',
		summary: 'where to write the way to the cluster; removed at the end',
	},
	port: {type: 'text', value: 'PORT', summary: 'the port on 127.0.0.1 (default: any that is free)'},
	help: {type: 'switch', short: 'h', summary: 'show this help'},
} as const satisfies Readonly<Record<string, FlagSpec>>;

export type FlagName = keyof typeof flagTable;

export function isFlagName(name: string): name is FlagName {
	return Object.hasOwn(flagTable, name);
}

export function specOf(name: FlagName): FlagSpec {
	return flagTable[name];
}

/** Of an application that is given by flags; they need `--repo`. */
export const applicationFlags = [
	'repo',
	'path',
	'revision',
	'name',
	'project',
	'cluster',
	'namespace',
	'recurse',
	'auto',
	'auto-prune',
	'self-heal',
] as const satisfies readonly FlagName[];

/** Of every verb. */
export const commonFlags: readonly FlagName[] = [
	'file',
	...applicationFlags,
	'kubeconfig',
	'context',
	'confirm-cluster',
	'state',
	'cache',
	'config',
	'interval',
	'output',
	'help',
];

/** As in the help: `-f, --file FILE|DIR`. */
export function signature(name: FlagName): string {
	const {short, value} = specOf(name);
	return [...(short === undefined ? [] : [`-${short},`]), `--${name}`, ...(value === undefined ? [] : [value])].join(
		' ',
	);
}
