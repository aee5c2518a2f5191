import type {JsonObject} from '../../../source/model/json.ts';
import {forced, mainContainer as main, template as path, pod, service, servicePath} from '../samples.ts';
import {apply, get, patch, type Sequence} from '../sequence.ts';

function containers(...all: readonly JsonObject[]): JsonObject {
	return pod({containers: all});
}

const secondVariable = [{op: 'add', path: '/template/spec/containers/0/env/-', value: {name: 'A', value: '2'}}];

export const applyLists: readonly Sequence[] = [
	{
		title: 'items of a list by one key are owned one by one, and go with their owner',
		steps: [
			apply('one', path, containers({name: 'main', image: 'x'})),
			apply('two', path, containers({name: 'side', image: 'y'})),
			apply('two', path, pod({})),
			apply('two', path, containers({name: 'side', image: 'y'}, {name: 'main', image: 'z'})),
		],
	},
	{
		title: 'an item that two managers know goes with the last of them, field by field',
		steps: [
			apply('one', path, main({command: ['a'], workingDir: '/a'})),
			apply('two', path, containers({name: 'main', image: 'x', imagePullPolicy: 'Never'})),
			apply('one', path, containers({name: 'other', image: 'x'})),
			apply('two', path, containers({name: 'third', image: 'x'})),
		],
	},
	{
		title: 'new items of a list by key come in the order of who applies, among those of others',
		steps: [
			apply('one', path, containers({name: 'b', image: 'x'}, {name: 'd', image: 'x'})),
			apply('two', path, containers(...['a', 'b', 'c', 'd', 'e'].map(name => ({name, image: 'x'})))),
			apply('one', path, containers({name: 'd', image: 'x'}, {name: 'b', image: 'x'})),
			apply('two', path, containers({name: 'e', image: 'x'}, {name: 'a', image: 'x'})),
		],
	},
	{
		title: 'a list by key may not have one key twice, nor items without it',
		steps: [
			apply('one', path, containers({name: 'main', image: 'x'}, {name: 'main', image: 'y'})),
			apply('one', path, containers({image: 'x'})),
			apply(
				'one',
				path,
				main({
					env: [
						{name: 'A', value: '1'},
						{name: 'A', value: '2'},
					],
				}),
			),
			apply('one', path, pod({containers: ['main']})),
			apply('one', path, pod({containers: {name: 'main'}})),
			apply('one', path, pod({containers: [null]})),
		],
	},
	{
		title: 'what stands twice in a list by key, by a patch, is healed by who applies it',
		steps: [
			apply(
				'one',
				path,
				main({
					env: [
						{name: 'A', value: '1'},
						{name: 'B', value: '1'},
					],
				}),
			),
			patch('json', path, secondVariable, {isSilent: true}),
			get(path),
			apply(
				'one',
				path,
				main({
					env: [
						{name: 'A', value: '1'},
						{name: 'B', value: '2'},
					],
				}),
			),
			apply(
				'one',
				path,
				main({
					env: [
						{name: 'A', value: '1'},
						{name: 'B', value: '2'},
					],
				}),
				forced,
			),
		],
	},
	{
		title: 'a variable that stands twice is warned of',
		steps: [apply('one', path, main({env: [{name: 'A', value: '1'}]})), patch('json', path, secondVariable)],
	},
	{
		title: 'variables of a container are merged by name, and change from value to source',
		steps: [
			apply(
				'one',
				path,
				main({
					env: [
						{name: 'A', value: '1'},
						{name: 'B', value: '2'},
					],
				}),
			),
			apply('two', path, containers({name: 'main', env: [{name: 'C', value: '3'}]})),
			apply('one', path, main({env: [{name: 'B', value: '4'}]})),
			apply('one', path, main({env: [{name: 'B', valueFrom: {secretKeyRef: {name: 's', key: 'k'}}}]})),
			apply('two', path, containers({name: 'main', env: [{name: 'B', value: '3'}]}), forced),
		],
	},
	{
		title: 'ports of a container are merged by port and protocol',
		steps: [
			apply(
				'one',
				path,
				main({
					ports: [
						{containerPort: 53, protocol: 'UDP'},
						{containerPort: 53, protocol: 'TCP'},
					],
				}),
			),
			apply('two', path, containers({name: 'main', ports: [{containerPort: 53, name: 'dns'}]})),
			apply('one', path, main({ports: [{containerPort: 53, protocol: 'UDP'}]})),
			apply('two', path, containers({name: 'main', ports: [{containerPort: 54}]})),
		],
	},
	{
		title: 'a port without a protocol is the one of TCP, and stays the same when it is written out',
		steps: [
			apply('one', path, main({ports: [{containerPort: 80}]})),
			apply('one', path, main({ports: [{containerPort: 80, protocol: 'TCP'}]})),
			apply('one', path, main({ports: [{containerPort: 80}]})),
			apply('one', path, main({ports: [{containerPort: 80}, {containerPort: 80, protocol: 'TCP'}]})),
		],
	},
	{
		title: 'ports of a Service are merged by port and protocol',
		steps: [
			apply(
				'one',
				servicePath,
				service({
					ports: [
						{name: 'web', port: 80},
						{name: 'dns', port: 53, protocol: 'UDP'},
					],
				}),
			),
			apply(
				'one',
				servicePath,
				service({
					ports: [
						{name: 'web', port: 80},
						{name: 'dns', port: 53, protocol: 'UDP'},
					],
				}),
			),
			apply('two', servicePath, service({ports: [{name: 'tcp', port: 53}]})),
			apply(
				'one',
				servicePath,
				service({
					ports: [
						{name: 'web', port: 81},
						{name: 'dns', port: 53, protocol: 'UDP'},
					],
				}),
			),
			apply('two', servicePath, service({ports: [{name: 'other', port: 53, protocol: 'UDP'}]})),
			apply('one', servicePath, service({ports: [{name: 'web', port: 81, targetPort: 'http'}]})),
		],
	},
	{
		title: 'a change of the port that is a key is another item',
		steps: [
			apply('one', servicePath, service({ports: [{port: 80, targetPort: 8080}]})),
			apply('one', servicePath, service({ports: [{port: 81, targetPort: 8080}]})),
			patch('strategic', servicePath, {spec: {ports: [{port: 81, appProtocol: 'http'}]}}),
			apply('one', servicePath, service({ports: [{port: 82}]})),
		],
	},
];
