import {stringify} from 'yaml';
import {packTgz} from './tar.ts';
import {type Files, under} from './temporary-folder.ts';

export type ChartOptions = {
	readonly name?: string;
	readonly version?: string;
	/** Templates of one object each, beside the hook and the test. */
	readonly templates?: number;
	/** Declared as dependencies, and not in the chart: name to repository, as `file://../cache`. */
	readonly dependencies?: Readonly<Record<string, string>>;
};

/**
 * A chart as people write them: helpers, values, a schema of them, a hook, a test, notes, a CRD, and a sub-chart in charts/.
 * Every fifth template is a Deployment, every fifth a Service, and the others are ConfigMaps.
 */
export function chartFiles({
	name = 'web',
	version = '1.2.3',
	templates = 50,
	dependencies = {},
}: ChartOptions = {}): Files {
	const numbers = Array.from({length: templates}, (_, index) => String(index + 1).padStart(2, '0'));
	return {
		'Chart.yaml': stringify({
			apiVersion: 'v2',
			name,
			version,
			appVersion: '4.5.6',
			description: 'A chart for tests',
			kubeVersion: '>=1.20.0-0',
			dependencies: Object.entries(dependencies).map(([dependency, repository]) => ({
				name: dependency,
				version: subchartVersion,
				repository,
			})),
		}),
		'values.yaml': values,
		'values-production.yaml': 'replicas: 3\nimage:\n  tag: production\nextra:\n  region: north\n',
		'values.schema.json': JSON.stringify({type: 'object', properties: {replicas: {type: 'integer', minimum: 0}}}),
		'templates/_helpers.tpl': helpers(name),
		'templates/NOTES.txt': '{{ .Release.Name }} is installed.\n',
		...under('templates', Object.fromEntries(numbers.map((number, index) => template(name, number, index)))),
		'templates/hooks/migrate.yaml': hook(name),
		'templates/tests/connection.yaml': testPod(name),
		'crds/widgets.yaml': widgets,
		...under('charts/metrics', subchartFiles('metrics')),
	};
}

const subchartVersion = '0.1.0';

/** A small chart of one ConfigMap, which has the values that its parent gives it. */
export function subchartFiles(name: string): Files {
	return {
		'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: ${subchartVersion}\n`,
		'values.yaml': 'level: low\n',
		'templates/configmap.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-${name}
data:
  level: {{ .Values.level | quote }}
  region: {{ .Values.global.region | quote }}
`,
	};
}

/** As `helm package` makes it: everything in a folder of the chart's name. */
export function packChart(name: string, files: Files): Buffer {
	return packTgz(under(name, files));
}

const values = `# Of the whole application.
replicas: 1
image:
  repository: registry.example.test/web
  tag: ""
labels:
  team: shop
resources:
  limits:
    memory: 64Mi
extra: {}
message: "hello from {{ .Release.Name }}"
metrics:
  level: high
global:
  region: south
`;

function helpers(name: string): string {
	return `{{- define "${name}.fullname" -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- define "${name}.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}
{{- define "${name}.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{ include "${name}.selector" . }}
{{- with .Values.labels }}
{{ toYaml . }}
{{- end }}
{{- end -}}
`;
}

function metadata(chart: string, suffix: string): string {
	return `metadata:
  name: {{ include "${chart}.fullname" . }}-${suffix}
  namespace: {{ .Release.Namespace }}
  labels: {{- include "${chart}.labels" . | nindent 4 }}
`;
}

function template(chart: string, number: string, index: number): readonly [string, string] {
	switch (index % 5) {
		case 0:
			return [`deployment-${number}.yaml`, deployment(chart, number)];
		case 1:
			return [`service-${number}.yaml`, service(chart, number)];
		default:
			return [`config-${number}.yaml`, config(chart, number)];
	}
}

function deployment(chart: string, number: string): string {
	return `apiVersion: apps/v1
kind: Deployment
${metadata(chart, number)}spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels: {{- include "${chart}.selector" . | nindent 6 }}
      part: "${number}"
  template:
    metadata:
      labels: {{- include "${chart}.labels" . | nindent 8 }}
        part: "${number}"
    spec:
      containers:
        - name: web
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
          {{- with .Values.resources }}
          resources: {{- toYaml . | nindent 12 }}
          {{- end }}
`;
}

function service(chart: string, number: string): string {
	return `apiVersion: v1
kind: Service
${metadata(chart, number)}spec:
  selector: {{- include "${chart}.selector" . | nindent 4 }}
    part: "${number}"
  ports:
    - port: 80
`;
}

function config(chart: string, number: string): string {
	return `apiVersion: v1
kind: ConfigMap
${metadata(chart, number)}data:
  message: {{ tpl .Values.message . | quote }}
  {{- range $key, $value := .Values.extra }}
  {{ $key }}: {{ $value | quote }}
  {{- end }}
  {{- if .Capabilities.APIVersions.Has "example.test/v1/Widget" }}
  widgets: "true"
  {{- end }}
`;
}

function hook(chart: string): string {
	return `apiVersion: batch/v1
kind: Job
metadata:
  name: {{ include "${chart}.fullname" . }}-migrate
  annotations:
    helm.sh/hook: pre-install,pre-upgrade
    helm.sh/hook-weight: "-5"
    helm.sh/hook-delete-policy: before-hook-creation
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
`;
}

function testPod(chart: string): string {
	return `apiVersion: v1
kind: Pod
metadata:
  name: {{ include "${chart}.fullname" . }}-connection
  annotations:
    helm.sh/hook: test
spec:
  restartPolicy: Never
  containers:
    - name: wget
      image: busybox:1
      args: [wget, {{ include "${chart}.fullname" . }}-02]
`;
}

const widgets = stringify({
	apiVersion: 'apiextensions.k8s.io/v1',
	kind: 'CustomResourceDefinition',
	metadata: {name: 'widgets.example.test'},
	spec: {
		group: 'example.test',
		scope: 'Namespaced',
		names: {kind: 'Widget', plural: 'widgets'},
		versions: [{name: 'v1', served: true, storage: true, schema: {openAPIV3Schema: {type: 'object'}}}],
	},
});
