import {type Invocation, objectOf, objectsOf, type Subject, subjectsOf} from './invocation.ts';
import {untilGone} from './read.ts';
import {pathOf, type Resource, shownName} from './resources.ts';
import {type Answer, contentTypes, found} from './server.ts';

type Patching = {
	readonly resource: Resource;
	readonly name: string;
	readonly body: Answer;
	readonly type: keyof typeof contentTypes;
	/** Called after the client where there is none, as kubectl is where it scales. */
	readonly manager?: string;
	readonly subresource?: string;
};

export async function sendPatch({server, flags}: Invocation, patching: Patching): Promise<void> {
	const {resource, name, body, type, manager, subresource = ''} = patching;
	const query = manager === undefined ? '' : `?fieldManager=${manager}`;
	await server.call({
		method: 'PATCH',
		path: `${pathOf(resource, flags.namespace, name)}${subresource === '' ? '' : `/${subresource}`}${query}`,
		contentType: contentTypes[type],
		body,
	});
}

export async function send(invocation: Invocation, object: Answer, manager: string): Promise<string> {
	const resource = await invocation.resources.ofObject(object);
	const path = pathOf(resource, object.metadata.namespace ?? invocation.flags.namespace);
	const query = `?fieldManager=${manager}&fieldValidation=Strict`;
	const {metadata} = await invocation.server.call({method: 'POST', path: `${path}${query}`, body: object});
	return `${shownName(resource, metadata.name)} created\n`;
}

const makers: Readonly<Record<string, (name: string, flags: Invocation['flags']) => Answer>> = {
	namespace: name => ({apiVersion: 'v1', kind: 'Namespace', metadata: {name}}),
	configmap: (name, flags) => ({
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {name},
		data: Object.fromEntries((flags['from-literal'] ?? []).map(literal => literal.split('='))),
	}),
	deployment(name, {image}) {
		const labels = {app: name};
		const template = {metadata: {labels}, spec: {containers: [{name: image.split(':')[0], image}]}};
		const spec = {replicas: 1, selector: {matchLabels: labels}, template};
		return {apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name, labels}, spec};
	},
};

export async function create(invocation: Invocation): Promise<string> {
	const {words, flags} = invocation;
	if (flags.filename !== '') {
		const objects = await objectsOf(invocation);
		return (await Promise.all(objects.map(object => send(invocation, object, 'kubectl-create')))).join('');
	}

	const [kind = '', name = '', ...rest] = words;
	const make = makers[kind];
	if (make === undefined || rest.length > 0) {
		throw new Error(`not understood by the tests' kubectl: create ${words.join(' ')}`);
	}

	return send(invocation, make(name, flags), 'kubectl-create');
}

export function run(invocation: Invocation): Promise<string> {
	const [name = ''] = invocation.words;
	const spec = {containers: [{name, image: invocation.flags.image}]};
	const pod = {apiVersion: 'v1', kind: 'Pod', metadata: {name, labels: {run: name}}, spec};
	return send(invocation, pod, 'kubectl-run');
}

export async function patch(invocation: Invocation): Promise<string> {
	const {flags} = invocation;
	const {resource, name} = await objectOf(invocation.words, invocation.resources);
	const type = flags.type === 'json' ? 'json-patch' : flags.type === 'merge' ? 'merge' : 'strategic';
	const body = JSON.parse(flags.patch);
	await sendPatch(invocation, {resource, name, body, type, manager: 'kubectl-patch', subresource: flags.subresource});
	return `${shownName(resource, name)} patched\n`;
}

export async function scale(invocation: Invocation): Promise<string> {
	const {resource, name} = await objectOf(invocation.words, invocation.resources);
	const body = {spec: {replicas: Number(invocation.flags.replicas)}};
	await sendPatch(invocation, {resource, name, body, type: 'merge', subresource: 'scale'});
	return `${shownName(resource, name)} scaled\n`;
}

/** `annotate` and `label`. */
async function mark(invocation: Invocation, field: string, manager: string): Promise<string> {
	const {resource, name, rest} = await objectOf(invocation.words, invocation.resources);
	const body = {metadata: {[field]: Object.fromEntries(rest.map(pair => pair.split('=')))}};
	await sendPatch(invocation, {resource, name, body, type: 'merge', manager});
	return `${shownName(resource, name)} ${field === 'labels' ? 'labeled' : 'annotated'}\n`;
}

export const annotate = (invocation: Invocation) => mark(invocation, 'annotations', 'kubectl-annotate');
export const label = (invocation: Invocation) => mark(invocation, 'labels', 'kubectl-label');

/** `set image`. */
export async function set(invocation: Invocation): Promise<string> {
	const [word, ...words] = invocation.words;
	if (word !== 'image') {
		throw new Error(`not understood by the tests' kubectl: set ${word}`);
	}

	const {resource, name, rest} = await objectOf(words, invocation.resources);
	const containers = rest.map(pair => pair.split('=')).map(([container, image]) => ({name: container, image}));
	const body = {spec: {template: {spec: {containers}}}};
	await sendPatch(invocation, {resource, name, body, type: 'strategic', manager: 'kubectl-set'});
	return `${shownName(resource, name)} image updated\n`;
}

export async function remove(invocation: Invocation): Promise<string> {
	const subjects = await subjectsOf(invocation.words, invocation.resources);
	const all = subjects.flatMap(({resource, names}: Subject) => names.map(name => ({resource, name})));
	return (await Promise.all(all.map(({resource, name}) => removeOne(invocation, resource, name)))).join('');
}

async function removeOne(invocation: Invocation, resource: Resource, name: string): Promise<string> {
	const {server, flags} = invocation;
	const path = pathOf(resource, flags.namespace, name);
	const propagationPolicy = flags.cascade === 'foreground' ? 'Foreground' : 'Background';
	const deletion = server.call({method: 'DELETE', path, body: {propagationPolicy}});
	const answer = flags['ignore-not-found'] ? await found(deletion) : await deletion;
	if (answer === undefined) {
		return '';
	}

	if (flags.wait !== 'false') {
		// The answer is the object where it still waits for something, and a Status that names it where it is gone.
		await untilGone(invocation, path, answer.metadata?.uid ?? answer.details.uid);
	}

	return `${resource.kind.toLowerCase()} "${name}" deleted${resource.namespaced ? ` from ${flags.namespace} namespace` : ''}\n`;
}
