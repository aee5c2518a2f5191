import type {JsonObject} from './json.ts';

/** Where an application's manifests are kept, and how they are read. */
export type Source = {
	/** As the application calls it; empty for none. */
	readonly name: string;
	/** The address of a Git repository, of a repository of charts, or in a registry. */
	readonly repository: string;
	/** A branch, a tag, a commit, or `HEAD`; of a chart its version. */
	readonly revision: string;
	/** A folder in the repository; `.` for its top. */
	readonly path: string;
	/** In a repository of charts; empty where it is none. */
	readonly chart: string;
	/** By which other sources of the application name its files; empty for none. */
	readonly ref: string;
	readonly tool: Tool;
	/** It is written wrongly, and a problem of its application says so: nothing is asked for it. */
	readonly isWrong?: true;
};

/** A folder of a Git repository, and nothing else. */
export function folderSource(folder: Pick<Source, 'repository' | 'revision' | 'path' | 'tool'>): Source {
	return {name: '', chart: '', ref: '', ...folder};
}

/** What turns a source's files into manifests. */
export type Tool =
	/** Nobody has chosen one: what is in the folder decides. */
	| {readonly kind: 'detected'}
	| ({readonly kind: 'directory'} & DirectoryOptions)
	| ({readonly kind: 'kustomize'} & KustomizeOptions)
	| ({readonly kind: 'helm'} & HelmOptions)
	| ({readonly kind: 'plugin'} & PluginOptions);

/** Which of the plain files in a folder are read. */
export type DirectoryOptions = {
	readonly recurse: boolean;
	/** Globs; empty for everything, and for nothing. */
	readonly include: string;
	readonly exclude: string;
	/** How those in Jsonnet are evaluated. */
	readonly jsonnet: JsonnetOptions;
};

export type JsonnetOptions = {
	readonly extVars: readonly JsonnetVariable[];
	/** Arguments of a file that is a function. */
	readonly tlas: readonly JsonnetVariable[];
	/** Folders from the top of the repository in which imports are looked up; later ones come first. */
	readonly libs: readonly string[];
};

export type JsonnetVariable = {
	readonly name: string;
	readonly value: string;
	/** Whether the value is an expression, and not text. */
	readonly code: boolean;
};

/** Commands that the person who runs trueup has declared under a name. */
export type PluginOptions = {
	readonly name: string;
	readonly env: readonly {readonly name: string; readonly value: string}[];
	readonly parameters: readonly PluginParameter[];
};

/** One of the three. */
export type PluginParameter = {
	readonly name: string;
	readonly string?: string | undefined;
	readonly array?: readonly string[] | undefined;
	readonly map?: Readonly<Record<string, string>> | undefined;
};

/** What is changed in the kustomization before it is built. */
export type KustomizeOptions = {
	/** Empty where the kustomization's own is kept. */
	readonly namePrefix: string;
	readonly nameSuffix: string;
	readonly namespace: string;
	/** `name=new:tag`, `name:tag`, `name@digest`; a `*` keeps what the kustomization says. */
	readonly images: readonly string[];
	readonly replicas: readonly {readonly name: string; readonly count: number}[];
	/** As the kustomization's own field has them. */
	readonly patches: readonly JsonObject[];
	readonly components: readonly string[];
	readonly ignoreMissingComponents: boolean;
	readonly labels: Pairs;
	readonly annotations: Pairs;
	/** Labels and annotations that the kustomization has are overwritten. */
	readonly forceLabels: boolean;
	readonly forceAnnotations: boolean;
	/** Whether build variables are put into the annotations' values; into those of labels they always are. */
	readonly annotationsEnvsubst: boolean;
	/** Of Kustomize; empty for the usual one. */
	readonly version: string;
	readonly labelWithoutSelector: boolean;
	readonly labelIncludeTemplates: boolean;
};

type Pairs = Readonly<Record<string, string>>;

/** The kustomization as it is. */
export const plainKustomize: KustomizeOptions = {
	namePrefix: '',
	nameSuffix: '',
	namespace: '',
	images: [],
	replicas: [],
	patches: [],
	components: [],
	ignoreMissingComponents: false,
	labels: {},
	annotations: {},
	forceLabels: false,
	forceAnnotations: false,
	annotationsEnvsubst: false,
	version: '',
	labelWithoutSelector: false,
	labelIncludeTemplates: false,
};

/** How a chart is rendered; nothing is ever installed by Helm. */
export type HelmOptions = {
	/** Empty for the application's name. */
	readonly releaseName: string;
	/** What templates see as the release's namespace; empty for the destination's. */
	readonly namespace: string;
	/** Paths and globs, relative to the chart or, with a leading slash, to the top of the repository; later ones win. */
	readonly valueFiles: readonly string[];
	readonly ignoreMissingValueFiles: boolean;
	/** YAML; wins over the files. */
	readonly values: string;
	/** As `--set` has them; win over everything. */
	readonly parameters: readonly {readonly name: string; readonly value: string; readonly forceString: boolean}[];
	readonly fileParameters: readonly {readonly name: string; readonly path: string}[];
	readonly skipCrds: boolean;
	readonly skipTests: boolean;
	readonly skipSchemaValidation: boolean;
	/** Empty for the cluster's own. */
	readonly kubeVersion: string;
	readonly apiVersions: readonly string[];
	/** Of Helm, or its major one; empty for the usual one. */
	readonly version: string;
};

/** The chart with its own values. */
export const plainHelm: HelmOptions = {
	releaseName: '',
	namespace: '',
	valueFiles: [],
	ignoreMissingValueFiles: false,
	values: '',
	parameters: [],
	fileParameters: [],
	skipCrds: false,
	skipTests: false,
	skipSchemaValidation: false,
	kubeVersion: '',
	apiVersions: [],
	version: '',
};

const plainJsonnet: JsonnetOptions = {extVars: [], tlas: [], libs: []};

/** The folder's own files, all of them. */
export const plainDirectory: DirectoryOptions = {recurse: false, include: '', exclude: '', jsonnet: plainJsonnet};

/** What these options choose; those that say nothing choose nothing, as for Argo CD. */
export function directoryTool(options: DirectoryOptions): Tool {
	const {recurse, include, exclude, jsonnet} = options;
	const isJsonnetSet = Object.values(jsonnet).some(list => list.length > 0);
	return recurse || include !== '' || exclude !== '' || isJsonnetSet
		? {kind: 'directory', recurse, include, exclude, jsonnet}
		: {kind: 'detected'};
}

/** Which cluster and namespace an application goes to. */
export type Destination = {
	/** A server's URL, a context's name, `in-cluster`, or nothing: the context chosen at start. */
	readonly cluster: string;
	/** Where namespaced objects without a namespace go; empty for `default`. */
	readonly namespace: string;
};

/** What happens without a person. */
export type SyncPolicy = {
	/** New commits are applied. */
	readonly automated: boolean;
	/** What Git no longer has is deleted. */
	readonly prune: boolean;
	/** What others changed in the cluster is repaired. */
	readonly selfHeal: boolean;
	readonly createNamespace: boolean;
};

/** A switch that a person turned by hand. */
export type Turned = {
	readonly name: keyof SyncPolicy;
	readonly isOn: boolean;
	/** What the manifest said then: once it says otherwise, the manifest is in force again. */
	readonly declared: boolean;
};

/** Variables that are put into what was rendered, as Flux does after a build. */
export type PostBuild = {
	/** Win over those of the cluster. */
	readonly substitute: Readonly<Record<string, string>>;
	/** Objects in the destination's namespace that hold variables; later ones win. */
	readonly substituteFrom: readonly VariableSource[];
	/** Whether a variable that is nowhere is a problem, and not nothing. */
	readonly isStrict: boolean;
	/** Also where there is not a single variable with a value, for what has defaults. */
	readonly isAlways: boolean;
};

export type VariableSource = {
	readonly kind: 'ConfigMap' | 'Secret';
	readonly name: string;
	/** It need not be there. */
	readonly isOptional: boolean;
};

export type Application = {
	/** A DNS label, unique. */
	readonly name: string;
	readonly project: string;
	/** What they declare is put together; where two declare an object, the later one's counts. */
	readonly sources: readonly [Source, ...Source[]];
	readonly destination: Destination;
	readonly policy: SyncPolicy;
	/** Absent where nothing is put in. */
	readonly postBuild?: PostBuild;
	/** `file:line` of its manifest, or `flags`. */
	readonly origin: string;
};

/** Where a manifest names no source that can be asked, a problem of its own says so. */
export function isReadable({sources}: Pick<Application, 'sources'>): boolean {
	return sources.every(({repository, isWrong}) => repository !== '' && isWrong !== true);
}

/** A repository's address as it may be shown: without a user and a password. */
export function addressOf(repository: string): string {
	return repository.replace(/^([a-z][a-z+.-]*:\/\/)[^/?#]*@/i, '$1');
}
