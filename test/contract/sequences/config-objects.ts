import {map, maps} from '../samples.ts';
import {apply, configMap, get, inNamespace, patch, post, put, remove, type Sequence} from '../sequence.ts';

const secrets = inNamespace('v1', 'secrets');
const secret = inNamespace('v1', 'secrets', 'a');
const sealed = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}, immutable: true};

export const configObjects: readonly Sequence[] = [
	{
		title: 'the texts of a Secret are encoded, and win',
		steps: [
			post(secrets, {metadata: {name: 'a'}, data: {one: 'MQ==', two: 'Mg=='}, stringData: {two: 'zwei', three: ''}}),
			get(secret),
			patch('merge', secret, {stringData: {one: 'eins'}}),
			put(secret, {metadata: {name: 'a'}, stringData: {four: '4'}}),
		],
	},
	{
		title: 'an applied Secret owns its texts',
		steps: [
			apply('one', secret, {apiVersion: 'v1', kind: 'Secret', metadata: {name: 'a'}, stringData: {one: '1'}}),
			apply('one', secret, {apiVersion: 'v1', kind: 'Secret', metadata: {name: 'a'}, stringData: {one: '1'}}),
			apply('one', secret, {apiVersion: 'v1', kind: 'Secret', metadata: {name: 'a'}, data: {two: 'Mg=='}}),
		],
	},
	{
		title: 'data of a Secret that is not encoded is refused',
		steps: [
			post(secrets, {metadata: {name: 'a'}, data: {one: 'not base64!'}}),
			post(secrets, {metadata: {name: 'a'}, data: {one: 'MQ'}}),
			post(secrets, {metadata: {name: 'a'}, data: {one: null}}),
			post(secrets, {metadata: {name: 'b'}, data: {one: ''}}),
		],
	},
	{
		title: 'Secrets of a type want their keys',
		steps: [
			post(secrets, {metadata: {name: 'a'}, type: 'kubernetes.io/tls', data: {'tls.crt': 'eA=='}}),
			post(secrets, {
				metadata: {name: 'a'},
				type: 'kubernetes.io/dockerconfigjson',
				stringData: {'.dockerconfigjson': '{'},
			}),
			post(secrets, {metadata: {name: 'a'}, type: 'kubernetes.io/basic-auth'}),
			post(secrets, {metadata: {name: 'a'}, type: 'kubernetes.io/ssh-auth'}),
			post(secrets, {metadata: {name: 'a'}, type: 'example.com/mine'}),
			post(secrets, {metadata: {name: 'b'}, type: 'kubernetes.io/dockercfg'}),
		],
	},
	{
		title: 'the type of a Secret stays',
		steps: [
			post(secrets, {metadata: {name: 'a'}}),
			patch('merge', secret, {type: 'example.com/mine'}),
			put(secret, {metadata: {name: 'a'}, type: 'Opaque'}),
		],
	},
	{
		title: 'an immutable ConfigMap takes labels and nothing else',
		steps: [
			post(maps, {...sealed, data: {one: '1'}}),
			patch('merge', map, {metadata: {labels: {a: '1'}}}),
			patch('merge', map, {data: {one: '2'}}),
			patch('merge', map, {immutable: false}),
			patch('merge', map, {binaryData: {two: 'Mg=='}, data: {three: '3'}}),
			apply(
				'one',
				map,
				{...sealed, data: {one: '2'}},
				{
					query: {fieldManager: 'one', force: 'true'},
				},
			),
			remove(map),
		],
	},
	{
		title: 'an immutable Secret takes labels and nothing else',
		steps: [
			post(secrets, {metadata: {name: 'a'}, stringData: {one: '1'}, immutable: true}),
			patch('merge', secret, {metadata: {labels: {a: '1'}}}),
			patch('merge', secret, {stringData: {one: '2'}}),
			patch('merge', secret, {immutable: null}),
			patch('merge', secret, {data: null}),
		],
	},
	{
		title: 'a ConfigMap may become immutable',
		steps: [
			post(maps, configMap('a', {one: '1'})),
			patch('merge', map, {immutable: true, data: {one: '2'}}),
			patch('merge', map, {data: {one: '3'}}),
		],
	},
	{
		title: 'keys and sizes of a ConfigMap are checked',
		steps: [
			post(maps, configMap('a', {'': '1'})),
			post(maps, configMap('a', {'..': '2'})),
			post(maps, configMap('a', {'a/b': '3'})),
			post(maps, {metadata: {name: 'a'}, data: {one: '1'}, binaryData: {one: 'MQ=='}}),
			post(maps, {metadata: {name: 'a'}, binaryData: {one: '!'}}),
			post(maps, configMap('a', {['k'.repeat(254)]: '1'})),
		],
	},
];
