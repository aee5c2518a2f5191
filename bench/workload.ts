import {writeFile} from 'node:fs/promises';
import path from 'node:path';

/** Applications of so many objects each, all in one repository and one namespace. */
export type Workload = {readonly namespace: string; readonly applications: number; readonly objects: number};

export type Manifest = {
	readonly apiVersion: string;
	readonly kind: string;
	readonly metadata: {readonly name: string; readonly namespace: string; readonly labels: object};
	readonly spec?: object;
};

/** A service as it is usually deployed, of four objects; no replicas, so that it is the API server that is measured. */
function service(namespace: string, name: string, cpu: string): readonly Manifest[] {
	const labels = {'app.kubernetes.io/name': name};
	const metadata = {name, namespace, labels};
	const selector = labels;
	const ports = [
		{name: 'http', port: 9898, protocol: 'TCP', targetPort: 'http'},
		{name: 'grpc', port: 9999, protocol: 'TCP', targetPort: 'grpc'},
	];
	const backend = {service: {name, port: {number: 9898}}};
	const rules = [{host: `${name}.example.test`, http: {paths: [{path: '/', pathType: 'Prefix', backend}]}}];
	return [
		{apiVersion: 'v1', kind: 'ServiceAccount', metadata},
		{apiVersion: 'v1', kind: 'Service', metadata, spec: {type: 'ClusterIP', selector, ports}},
		{apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: deployment(name, labels, cpu)},
		{apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata, spec: {rules}},
	];
}

function deployment(name: string, labels: object, cpu: string): object {
	return {
		minReadySeconds: 3,
		revisionHistoryLimit: 5,
		progressDeadlineSeconds: 60,
		replicas: 0,
		strategy: {type: 'RollingUpdate', rollingUpdate: {maxUnavailable: 0}},
		selector: {matchLabels: labels},
		template: {
			metadata: {labels, annotations: {'prometheus.io/scrape': 'true', 'prometheus.io/port': '9797'}},
			spec: {
				serviceAccountName: name,
				containers: [container(cpu)],
				volumes: [{name: 'data', emptyDir: {}}],
			},
		},
	};
}

function container(cpu: string): object {
	const probe = (what: string) => ({
		exec: {command: ['podcli', 'check', 'http', `localhost:9898/${what}`]},
		initialDelaySeconds: 5,
		timeoutSeconds: 5,
	});
	const flags = ['--port=9898', '--port-metrics=9797', '--grpc-port=9999', '--grpc-service-name=podinfo'];
	return {
		name: 'podinfod',
		image: 'ghcr.io/stefanprodan/podinfo:6.5.3',
		imagePullPolicy: 'IfNotPresent',
		ports: [
			{name: 'http', containerPort: 9898, protocol: 'TCP'},
			{name: 'http-metrics', containerPort: 9797, protocol: 'TCP'},
			{name: 'grpc', containerPort: 9999, protocol: 'TCP'},
		],
		command: ['./podinfo', ...flags, '--level=info', '--random-delay=false', '--random-error=false'],
		env: [{name: 'PODINFO_UI_COLOR', value: '#34577c'}],
		livenessProbe: probe('healthz'),
		readinessProbe: probe('readyz'),
		resources: {limits: {memory: '512Mi'}, requests: {cpu, memory: '32Mi'}},
		volumeMounts: [{name: 'data', mountPath: '/data'}],
	};
}

function manifestsOf({namespace, objects}: Workload, application: number, cpu: string): readonly Manifest[] {
	const services = Array.from({length: objects / 4}, (_, index) => `podinfo-${application}-${index}`);
	return services.flatMap(name => service(namespace, name, cpu));
}

function numbers({applications}: Workload): readonly number[] {
	return Array.from({length: applications}, (_, index) => index);
}

/** Every object of the workload. Deployments ask for so much CPU: the field that a new commit changes. */
export function allManifests(workload: Workload, cpu: string): readonly Manifest[] {
	return numbers(workload).flatMap(application => manifestsOf(workload, application, cpu));
}

/** The repository's files: one a application, its documents as JSON, which is YAML. */
export function filesOf(workload: Workload, cpu: string): Readonly<Record<string, string>> {
	return Object.fromEntries(
		numbers(workload).map(application => [
			`apps/${application}/podinfo.yaml`,
			documents(manifestsOf(workload, application, cpu)),
		]),
	);
}

/** Writes the Argo CD applications that declare the workload, and returns their file. */
export async function writeApplications(folder: string, workload: Workload, repoURL: string): Promise<string> {
	const file = path.join(folder, 'applications.yaml');
	const applications = numbers(workload).map(index => ({
		apiVersion: 'argoproj.io/v1alpha1',
		kind: 'Application',
		metadata: {name: `podinfo-${index}`, namespace: 'argocd'},
		spec: {
			project: 'default',
			source: {repoURL, targetRevision: 'main', path: `apps/${index}`},
			destination: {server: 'https://kubernetes.default.svc', namespace: workload.namespace},
			syncPolicy: {automated: {prune: true, selfHeal: true}},
		},
	}));
	await writeFile(file, documents(applications));
	return file;
}

function documents(objects: readonly object[]): string {
	return objects.map(object => `${JSON.stringify(object)}\n`).join('---\n');
}
