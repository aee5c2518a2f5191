import type {Json, JsonObject} from '../../../source/model/json.ts';
import {mainContainer as main, map, template as path, pod, service, servicePath} from '../samples.ts';
import {apply, get, patch, type Sequence} from '../sequence.ts';

function configMap(content: JsonObject, metadata: JsonObject = {}): JsonObject {
	return {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a', ...metadata}, ...content};
}

function limits(cpu: Json, memory: Json): JsonObject {
	return main({resources: {limits: {cpu, memory}}});
}

const twice = `
apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data:
  a: '1'
  b: '2'
  a: '3'
`;

export const applyValues: readonly Sequence[] = [
	{
		title: 'null for a whole map is nothing, and is owned',
		steps: [
			apply('one', map, configMap({data: null}, {labels: null})),
			apply('two', map, configMap({data: {a: '1'}}, {labels: {x: '1'}})),
			apply('one', map, configMap({data: null}, {labels: null})),
			apply('one', map, configMap({})),
		],
	},
	{
		title: 'null for a value of a map is the empty text',
		steps: [
			apply('one', map, configMap({data: {a: null, b: '1'}})),
			apply('one', map, configMap({data: {a: null, b: null}})),
			apply('two', map, configMap({data: {a: ''}})),
			apply('one', map, configMap({data: {b: null}})),
		],
	},
	{
		title: 'null for a field of a container is nothing where it was, and takes what others set',
		steps: [
			apply('one', path, main({command: null, workingDir: null, resources: null})),
			apply('two', path, pod({containers: [{name: 'main', command: ['a'], workingDir: '/a'}]})),
			apply('one', path, main({command: null, workingDir: null}), {query: {force: 'true'}}),
			apply('one', path, main({})),
		],
	},
	{
		title: 'null for a field that was defaulted is the default again',
		steps: [
			apply('one', path, main({imagePullPolicy: 'Never'})),
			apply('one', path, main({imagePullPolicy: null})),
			apply('one', path, main({imagePullPolicy: null}, {restartPolicy: null, securityContext: null})),
		],
	},
	{
		title: 'empty maps and lists are owned where the schema knows of them',
		steps: [
			apply('one', map, configMap({data: {}}, {labels: {}, annotations: {}, finalizers: []})),
			apply('two', map, configMap({data: {a: '1'}}, {labels: {x: '1'}})),
			apply('one', map, configMap({})),
			apply('one', path, main({env: [], ports: [], resources: {}}, {nodeSelector: {}, securityContext: {}})),
			apply('one', path, main({env: [], ports: [], resources: {}}, {nodeSelector: {}, securityContext: {}})),
			apply('one', path, main({})),
		],
	},
	{
		title: 'empty texts, zero and false are values',
		steps: [
			apply('one', path, main({stdin: false, workingDir: '', terminationMessagePath: ''}, {hostNetwork: false})),
			apply('one', path, main({stdin: false, workingDir: '', terminationMessagePath: ''}, {hostNetwork: false})),
			apply('two', path, pod({priority: 0, terminationGracePeriodSeconds: 0, automountServiceAccountToken: false})),
			apply('two', path, pod({priority: 1})),
		],
	},
	{
		title: 'a default belongs to nobody: who sets it owns it, who sets another is no conflict',
		steps: [
			apply('one', path, main({})),
			apply('two', path, pod({restartPolicy: 'Always', dnsPolicy: 'Default'})),
			apply('three', path, pod({restartPolicy: 'Never'})),
			apply('two', path, pod({restartPolicy: 'Always'})),
			apply('two', path, pod({})),
		],
	},
	{
		title: 'defaults below a field that is set are not owned with it',
		steps: [
			apply('one', path, main({livenessProbe: {httpGet: {port: 80}}, ports: [{containerPort: 80}]})),
			apply('two', path, pod({containers: [{name: 'main', livenessProbe: {periodSeconds: 5}}]})),
			apply('one', path, main({livenessProbe: {httpGet: {port: 'http'}}})),
			apply('one', path, main({livenessProbe: {tcpSocket: {port: 80}}})),
			apply('one', path, main({})),
		],
	},
	{
		title: 'what the server allocates for a Service belongs to nobody, and stays',
		steps: [
			apply('one', servicePath, service({type: 'NodePort', ports: [{port: 80}]})),
			apply('one', servicePath, service({type: 'NodePort', ports: [{port: 80}]})),
			apply('two', servicePath, service({clusterIP: '{0.spec.clusterIP}', externalTrafficPolicy: 'Cluster'})),
			apply('two', servicePath, service({clusterIP: '10.96.0.1'})),
			apply('one', servicePath, service({ports: [{port: 80}]})),
		],
	},
	{
		title: 'quantities keep to their shortest form, and another writing of the same changes nothing',
		steps: [
			apply('one', path, limits('1000m', '1024Mi')),
			apply('one', path, limits('1000m', '1024Mi')),
			apply('one', path, limits('1', '1Gi')),
			apply('one', path, limits(1, 1073741824)),
			apply('two', path, limits('1', '1Gi')),
			apply('two', path, limits('1000m', '1Gi')),
			apply('one', path, limits('0.5', '1.5Gi')),
			apply('two', path, limits('500m', '1536Mi')),
		],
	},
	{
		title: 'ports by number and by name are different values',
		steps: [
			apply('one', servicePath, service({ports: [{port: 80, targetPort: 80}]})),
			apply('two', servicePath, service({ports: [{port: 80, targetPort: '80'}]})),
			apply('one', servicePath, service({ports: [{port: 80, targetPort: 'web'}]})),
			apply('one', servicePath, service({ports: [{port: 80}]})),
		],
	},
	{
		title: 'values of a wrong type are refused with the place of each',
		steps: [
			apply('one', map, configMap({data: {a: 1, b: true}})),
			apply('one', map, configMap({data: {a: {}, b: []}})),
			apply('one', map, configMap({data: 'a'})),
			apply('one', map, configMap({data: ['a']})),
			apply('one', map, configMap({immutable: 'true'})),
			apply('one', path, main({stdin: 'true', ports: [{containerPort: '80'}]})),
			apply(
				'one',
				path,
				main({
					env: [
						{name: 'A', value: 1},
						{name: 'B', value: true},
					],
				}),
			),
			apply('one', path, main({}, {terminationGracePeriodSeconds: '30'})),
		],
	},
	{
		title: 'values that do not fit their type are refused where the object is written',
		steps: [
			apply('one', path, limits('1x', '1Gi')),
			apply('one', path, limits(true, '1Gi')),
			apply('one', path, main({}, {terminationGracePeriodSeconds: 1.5})),
			apply('one', path, main({ports: [{containerPort: 4294967296}]})),
			apply('one', map, configMap({binaryData: {a: '?'}})),
			apply('one', map, configMap({}, {creationTimestamp: 'yesterday'})),
			apply('one', servicePath, service({ports: [{port: 80, targetPort: 1.5}]})),
			get(path),
		],
	},
	{
		title: 'unknown fields are refused, whatever the validation of fields',
		steps: [
			apply('one', map, configMap({dat: {a: '1'}})),
			apply('one', map, configMap({dat: {a: '1'}}), {query: {fieldValidation: 'Strict'}}),
			apply('one', map, configMap({dat: {a: '1'}}), {query: {fieldValidation: 'Ignore'}}),
			apply('one', path, main({comand: []}, {nodeSelector: {}})),
			get(map),
		],
	},
	{
		title: 'keys that stand twice in YAML are told as asked',
		steps: ['Ignore', 'Warn', 'Strict'].map(fieldValidation => apply('one', map, twice, {query: {fieldValidation}})),
	},
	{
		title: 'invalid values are refused with their causes, and nothing is written',
		steps: [
			apply('one', map, configMap({data: {'no key': '1'}}, {labels: {a: 'no value'}})),
			apply('one', path, main({imagePullPolicy: 'Sometimes', ports: [{containerPort: 0}]})),
			apply('one', path, pod({containers: [{name: 'No Name'}]})),
			apply('one', servicePath, service({ports: [{port: 80}, {port: 81}]})),
			apply('one', servicePath, service({type: 'Other', ports: []})),
			get(path),
		],
	},
	{
		title: 'an apply moves from one of several alternatives to another',
		steps: [
			apply('one', path, main({lifecycle: {preStop: {exec: {command: ['a']}}}})),
			patch('merge', path, {template: {spec: {activeDeadlineSeconds: 30}}}, {query: {fieldManager: 'hand'}}),
			apply('one', path, main({lifecycle: {preStop: {httpGet: {port: 80}}}})),
			apply('one', path, main({lifecycle: {}})),
		],
	},
];
