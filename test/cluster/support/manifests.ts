type Manifest = Readonly<Record<string, unknown>>;
type Metadata = Readonly<Record<string, unknown>>;

const appLabels = (name: string) => ({app: name});

export function text(...manifests: readonly Manifest[]): string {
	return manifests.map(manifest => `${JSON.stringify(manifest, undefined, 2)}\n`).join('---\n');
}

export function configMap(name: string, data: Readonly<Record<string, string>> = {}, metadata: Metadata = {}) {
	return {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name, ...metadata}, data};
}

export type DeploymentOptions = {
	readonly image?: string;
	readonly replicas?: number;
	/** Its pods wait until somebody opens the gate: `openGates`. */
	readonly isGated?: boolean;
	readonly metadata?: Metadata;
};

export function deployment(name: string, {image = 'web:1', replicas, isGated, metadata}: DeploymentOptions = {}) {
	const gates = isGated ? {schedulingGates: [{name: 'example.test/gate'}]} : {};
	return {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: {name, ...metadata},
		spec: {
			...(replicas === undefined ? {} : {replicas}),
			selector: {matchLabels: appLabels(name)},
			template: {metadata: {labels: appLabels(name)}, spec: {...gates, containers: [{name: 'main', image}]}},
		},
	};
}

export function application(name: string, spec: Manifest, metadata: Metadata = {}) {
	return {
		apiVersion: 'argoproj.io/v1alpha1',
		kind: 'Application',
		metadata: {name, ...metadata},
		spec: {project: 'default', ...spec},
	};
}

export function inWave(wave: number): Metadata {
	return {annotations: {'argocd.argoproj.io/sync-wave': String(wave)}};
}
