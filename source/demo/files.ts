/** What the demo's repository declares, by path. Names with `broken` can't be pulled in its cluster. */
export type Files = Readonly<Record<string, string>>;

function deployment(
	name: string,
	image: string,
	options: {readonly replicas?: number; readonly annotations?: readonly string[]; readonly config?: string} = {},
): string {
	const {replicas = 1, annotations = [], config} = options;
	const source = config === undefined ? '' : `\n          envFrom: [{configMapRef: {name: ${config}}}]`;
	return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}${annotations.length === 0 ? '' : `\n  annotations:\n${annotations.map(line => `    ${line}`).join('\n')}`}
spec:
  replicas: ${replicas}
  selector:
    matchLabels: {app: ${name}}
  template:
    metadata:
      labels: {app: ${name}}
    spec:
      containers:
        - name: ${name}
          image: ${image}
          ports: [{containerPort: 8080}]
          resources:
            requests: {cpu: 50m, memory: 64Mi}${source}
`;
}

function service(name: string): string {
	return `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  selector: {app: ${name}}
  ports: [{port: 80, targetPort: 8080}]
`;
}

function configMap(name: string, data: readonly string[]): string {
	return `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
data:
${data.map(line => `  ${line}`).join('\n')}
`;
}

const wave = (number: number) => `argocd.argoproj.io/sync-wave: "${number}"`;

/** As it was when the payments were deployed. */
export const firstCommit: Files = {
	'README.md': 'The applications of the demo. Change one, commit, and watch it arrive.\n',
	'guestbook/deployment.yaml': deployment('guestbook', 'registry.example/guestbook:1.4.2', {replicas: 2}),
	'guestbook/service.yaml': service('guestbook'),
	'payments/deployment.yaml': deployment('payments', 'registry.example/payments:3.1.0', {
		replicas: 2,
		config: 'payments',
	}),
	'payments/service.yaml': service('payments'),
	'payments/config.yaml': configMap('payments', [
		'CURRENCY: EUR',
		'LOG_LEVEL: info',
		'RETRIES: "3"',
		'TIMEOUT: 2s',
		'UPSTREAM: https://bank.example/v1',
	]),
	'payments/secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: payments
stringData:
  api-key: first-key-of-the-demo
`,
	'payments/legacy-worker.yaml': deployment('legacy-worker', 'registry.example/worker:0.9.0'),
	'gateway/deployment.yaml': deployment('gateway', 'registry.example/gateway:2.0.5', {replicas: 2}),
	'gateway/service.yaml': service('gateway'),
	'gateway/routes.yaml': configMap('routes', ['home: guestbook', 'pay: payments', 'find: search']),
	'orders/1-config.yaml': configMap('orders', ['QUEUE: orders', 'WORKERS: "4"']).replace(
		'  name: orders',
		`  name: orders\n  annotations:\n    ${wave(-1)}`,
	),
	'orders/2-migrate.yaml': `apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
  annotations:
    ${wave(0)}
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: registry.example/orders-migrate:7
`,
	'orders/3-deployment.yaml': deployment('orders', 'registry.example/orders:7.0.0', {
		replicas: 3,
		annotations: [wave(1)],
		config: 'orders',
	}),
	'orders/4-service.yaml': service('orders').replace(
		'  name: orders\n',
		`  name: orders\n  annotations:\n    ${wave(2)}\n`,
	),
	'search/deployment.yaml': deployment('search', 'registry.example/search:5.2.0-broken'),
	'search/service.yaml': service('search'),
	'reports/deployment.yaml': deployment('reports', 'registry.example/reports:1.0.0'),
	'reports/schedule.yaml': `apiVersion: batch/v1
kind: CronJob
metadata:
  name: nightly
spec:
  schedule: "0 3 * * *"
   jobTemplate:
    spec: {}
`,
	'shipping/base/kustomization.yaml': 'resources: [deployment.yaml, service.yaml]\n',
	'shipping/base/deployment.yaml': deployment('shipping', 'registry.example/shipping:1.0.0'),
	'shipping/base/service.yaml': service('shipping'),
	'shipping/production/kustomization.yaml': `resources: [../base]
images: [{name: registry.example/shipping, newTag: 1.3.0}]
replicas: [{name: shipping, count: 2}]
labels: [{pairs: {stage: production}}]
`,
	'storefront/Chart.yaml': 'apiVersion: v2\nname: storefront\nversion: 0.4.0\n',
	'storefront/values.yaml': 'tag: 0.4.0\nreplicas: 2\n',
	'storefront/templates/deployment.yaml': deployment(
		'storefront',
		'registry.example/storefront:{{ .Values.tag }}',
	).replace('replicas: 1', 'replicas: {{ .Values.replicas }}'),
	'storefront/templates/service.yaml': service('storefront'),
};

/** What was pushed since: it waits for approval. */
export const secondCommit: Readonly<Record<string, string | undefined>> = {
	'payments/deployment.yaml': deployment('payments', 'registry.example/payments:3.2.0', {
		replicas: 3,
		config: 'payments',
	}),
	'payments/config.yaml': configMap('payments', [
		'CURRENCY: EUR',
		'LOG_LEVEL: debug',
		'RETRIES: "5"',
		'TIMEOUT: 2s',
		'UPSTREAM: https://bank.example/v2',
	]),
	'payments/secret.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: payments
stringData:
  api-key: second-key-of-the-demo
`,
	'payments/budget.yaml': `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: payments
spec:
  maxUnavailable: 1
  selector:
    matchLabels: {app: payments}
`,
	'payments/legacy-worker.yaml': undefined,
};

/** What the key for a commit pushes next: the guestbook's next version. */
export function nextCommit(number: number): {readonly files: Files; readonly subject: string} {
	const image = `registry.example/guestbook:1.4.${number + 2}`;
	return {
		files: {'guestbook/deployment.yaml': deployment('guestbook', image, {replicas: 2})},
		subject: `Update the guestbook to 1.4.${number + 2}`,
	};
}

type Policy = 'manual' | 'auto' | 'heal';

const policies: Readonly<Record<Policy, string>> = {
	manual: '  syncPolicy:\n    syncOptions: [CreateNamespace=true]\n',
	auto: '  syncPolicy:\n    automated: {}\n    syncOptions: [CreateNamespace=true]\n',
	heal: '  syncPolicy:\n    automated: {prune: true, selfHeal: true}\n    syncOptions: [CreateNamespace=true]\n',
};

/** What the demo's applications need to be rendered. */
export type Renderer = 'kustomize' | 'helm';

type DemoApplication = {readonly policy: Policy; readonly path?: string; readonly needs?: Renderer};

const applications: Readonly<Record<string, DemoApplication>> = {
	gateway: {policy: 'heal'},
	guestbook: {policy: 'auto'},
	orders: {policy: 'auto'},
	payments: {policy: 'manual'},
	reports: {policy: 'auto'},
	search: {policy: 'auto'},
	shipping: {policy: 'auto', path: 'shipping/production', needs: 'kustomize'},
	storefront: {policy: 'auto', needs: 'helm'},
};

/** Argo CD Applications of all in the repository that can be rendered, by file name. */
export function applicationFiles(repository: string, renderers: readonly Renderer[]): Files {
	const shown = Object.entries(applications).filter(([, {needs}]) => needs === undefined || renderers.includes(needs));
	const files = shown.map(([name, {policy, path = name}]) => [
		`${name}.yaml`,
		`apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${name}
spec:
  project: demo
  source:
    repoURL: ${JSON.stringify(repository)}
    targetRevision: main
    path: ${path}
  destination:
    name: in-cluster
    namespace: ${name}
${policies[policy]}`,
	]);
	return Object.fromEntries(files);
}
