import {expect, test} from 'vitest';
import {configMap, render, summarize} from './support/files.ts';

const place = 'file f.yaml:1';

test.for<[string, string, string[]]>([
	['a number', '42', ['this is a number, not an object of Kubernetes with apiVersion and kind']],
	['text', 'hunter2', ['this is text, not an object of Kubernetes with apiVersion and kind']],
	['a list', '[1]', ['this is a list, not an object of Kubernetes with apiVersion and kind']],
	['an empty object', '{}', ['apiVersion is missing', 'kind is missing', 'metadata.name is missing']],
	[
		'nulls',
		'{apiVersion: null, kind: ~, metadata: {name: }}',
		['apiVersion is missing', 'kind is missing', 'metadata.name is missing'],
	],
	['a version that is a number', '{apiVersion: 1, kind: X, metadata: {name: a}}', ['apiVersion is a number, not text']],
	[
		'a version of three parts',
		'{apiVersion: a/b/c, kind: X, metadata: {name: a}}',
		['apiVersion "a/b/c" is not something like apps/v1'],
	],
	[
		'a kind with a space',
		'{apiVersion: v1, kind: A B, metadata: {name: a}}',
		['kind "A B" is not something like Deployment'],
	],
	['metadata that is text', '{apiVersion: v1, kind: X, metadata: x}', ['metadata is not an object']],
	[
		'a name that is a number',
		'{apiVersion: v1, kind: X, metadata: {name: 12}}',
		['metadata.name is a number, not text: quote it'],
	],
	[
		'a name with a slash',
		'{apiVersion: v1, kind: X, metadata: {name: a/b}}',
		['metadata.name "a/b" is a name that Kubernetes refuses'],
	],
	[
		'a name of dots',
		'{apiVersion: v1, kind: X, metadata: {name: ..}}',
		['metadata.name ".." is a name that Kubernetes refuses'],
	],
	[
		'a name with control characters',
		'{apiVersion: v1, kind: X, metadata: {name: "a\\e[31m"}}',
		['metadata.name "a\\x1b[31m" is a name that Kubernetes refuses'],
	],
	[
		'a name that turns the text around',
		'{apiVersion: v1, kind: X, metadata: {name: "a\\u202eb"}}',
		['metadata.name "a\\u202eb" is a name that Kubernetes refuses'],
	],
	[
		'a namespace that is a number',
		'{apiVersion: v1, kind: X, metadata: {name: a, namespace: 1}}',
		['metadata.namespace is a number, not text: quote it'],
	],
	[
		'a generated name',
		'{apiVersion: v1, kind: Job, metadata: {generateName: a-}}',
		[
			'metadata.generateName makes a new object at each sync, which only hooks may, and hooks are not supported yet: give a name',
		],
	],
	[
		'a label that is a number',
		'{apiVersion: v1, kind: X, metadata: {name: a, labels: {version: 1.10}}}',
		['metadata.labels: the value of "version" is a number, not text: quote it'],
	],
	[
		'an annotation that is a boolean',
		'{apiVersion: v1, kind: X, metadata: {name: a, annotations: {on: yes}}}',
		['metadata.annotations: the value of "true" is a boolean, not text: quote it'],
	],
	[
		'labels that are a list',
		'{apiVersion: v1, kind: X, metadata: {name: a, labels: [x]}}',
		['metadata.labels is a list, not an object'],
	],
])('%s is told', async ([, text, messages]) => {
	expect(await summarize({'f.yaml': text})).toEqual({
		manifests: [],
		problems: messages.map(message => `${place}: ${message}`),
	});
});

test.for<[string, string, string]>([
	[
		'a role with colons',
		'{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: "system:My-Role"}}',
		'rbac.authorization.k8s.io/v1 ClusterRole /system:My-Role f.yaml:1',
	],
	['a namespace', '{apiVersion: v1, kind: X, metadata: {name: a, namespace: shop}}', '/v1 X shop/a f.yaml:1'],
	['a namespace of nothing', '{apiVersion: v1, kind: X, metadata: {name: a, namespace: }}', '/v1 X /a f.yaml:1'],
	['labels of nothing', '{apiVersion: v1, kind: X, metadata: {name: a, labels: , annotations: }}', '/v1 X /a f.yaml:1'],
])('an object with %s is read', async ([, text, manifest]) => {
	expect(await summarize({'f.yaml': text})).toEqual({manifests: [manifest], problems: []});
});

const item = (name: string, head = 'apiVersion: v1, kind: ConfigMap, ') => `{${head}metadata: {name: ${name}}}`;

test.for<[string, string, string[], string[]]>([
	[
		'a List',
		`kind: List\napiVersion: v1\nitems:\n- ${item('a')}\n- ${item('b')}`,
		['/v1 ConfigMap /a f.yaml:1', '/v1 ConfigMap /b f.yaml:1'],
		[],
	],
	[
		'a list of one kind',
		`kind: ConfigMapList\napiVersion: v1\nitems: [${item('a', '')}]`,
		['/v1 ConfigMap /a f.yaml:1'],
		[],
	],
	[
		'a List whose items name no kind',
		`kind: List\napiVersion: v1\nitems: [${item('a', '')}]`,
		[],
		['apiVersion is missing', 'kind is missing'],
	],
	[
		'a List within a List',
		`kind: List\napiVersion: v1\nitems: [{kind: List, items: [${item('a')}]}]`,
		['/v1 ConfigMap /a f.yaml:1'],
		[],
	],
	['an empty List', 'kind: List\napiVersion: v1\nitems: []', [], []],
	['a List of nothing', 'kind: List\napiVersion: v1', [], []],
	['null items', 'kind: List\napiVersion: v1\nitems: [null]', [], []],
	[
		'items that are no list',
		'kind: List\napiVersion: v1\nitems: {a: 1}',
		[],
		['the items of this List are not a list'],
	],
	[
		'an object whose kind ends with List',
		`{apiVersion: x.io/v1, kind: AllowList, metadata: {name: a}}`,
		['x.io/v1 AllowList /a f.yaml:1'],
		[],
	],
])('%s is unwrapped', async ([, text, manifests, problems]) => {
	expect(await summarize({'f.yaml': text})).toEqual({
		manifests,
		problems: problems.map(message => `${place}: ${message}`),
	});
});

test('of an object that is declared twice the later one counts, whatever the version', async () => {
	const [first, second] = ['apps/v1', 'apps/v1beta1'].map(
		version => `apiVersion: ${version}\nkind: Deployment\nmetadata: {name: web, namespace: shop}\n`,
	);
	const files = {'a.yaml': `${first}---\n${configMap('x')}`, 'b.yaml': `# again\n${second}`};
	expect(await summarize(files)).toEqual({
		manifests: ['/v1 ConfigMap /x a.yaml:5', 'apps/v1beta1 Deployment shop/web b.yaml:2'],
		problems: [],
	});
	expect((await render(files)).remarks).toEqual(['Deployment shop/web of a.yaml:1 gives way to that of b.yaml:2']);
});

test('a remark names a file as it is called: who prints it escapes it', async () => {
	const {remarks} = await render({'a\u202e.yaml': configMap('x'), 'b.yaml': configMap('x')});
	expect(remarks).toEqual(['ConfigMap x of a\u202e.yaml:1 gives way to that of b.yaml:1']);
});

test('a body is what was written, with nothing added', async () => {
	const {manifests} = await render({
		'f.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {x: "1"}\n',
	});
	expect(manifests[0]?.body).toEqual({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}, data: {x: '1'}});
});
