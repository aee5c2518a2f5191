import {until} from '../support/until.ts';
import {type Invocation, objectOf, type Subject, subjectsOf} from './invocation.ts';
import {printJsonPath} from './json-path.ts';
import {pathOf, shownName} from './resources.ts';
import {type Answer, found} from './server.ts';

type Got = {readonly subject: Subject; readonly answer: Answer};

export async function get(invocation: Invocation): Promise<string> {
	const {flags, resources} = invocation;
	const subjects = await subjectsOf(invocation.words, resources);
	const isTable = flags.output === '' || flags.output === 'wide';
	const all = await Promise.all(subjects.map(subject => getSubject(invocation, subject, isTable)));
	const got = all.flat();
	if (isTable) {
		return got.map(({answer}) => tableText(answer, flags)).join('');
	}

	const isOne = got.length === 1 && got[0]?.answer.items === undefined;
	const items = got.flatMap(({subject, answer}) =>
		(answer.items ?? [answer]).map((item: Answer) => ({subject, item: shown(item)})),
	);
	const value = isOne ? items[0]?.item : {kind: 'List', items: items.map(({item}) => item)};
	if (flags.output === 'name') {
		return items.map(({subject, item}) => `${shownName(subject.resource, item.metadata.name)}\n`).join('');
	}

	if (flags.output === 'json') {
		return `${JSON.stringify(value)}\n`;
	}

	const template = /^jsonpath=(.*)$/s.exec(flags.output)?.[1];
	if (template === undefined) {
		throw new Error(`not understood by the tests' kubectl: --output=${flags.output}`);
	}

	return printJsonPath(template, value);
}

async function getSubject({server, flags}: Invocation, subject: Subject, isTable: boolean): Promise<readonly Got[]> {
	const query = flags.selector === '' ? '' : `?labelSelector=${encodeURIComponent(flags.selector)}`;
	const accept = isTable ? 'application/json;as=Table;v=v1;g=meta.k8s.io' : 'application/json';
	const names = subject.names.length === 0 ? [''] : subject.names;
	const answers = names.map(name =>
		server.call({path: `${pathOf(subject.resource, flags.namespace, name)}${query}`, accept}),
	);
	return (await Promise.all(answers)).map(answer => ({subject, answer}));
}

/** Without what kubectl leaves out. */
function shown(item: Answer): Answer {
	const {managedFields: _, ...metadata} = item.metadata;
	return {...item, metadata};
}

function tableText({columnDefinitions, rows}: Answer, flags: Invocation['flags']): string {
	const isShown = (index: number) => flags.output === 'wide' || columnDefinitions[index].priority === 0;
	const lines = rows.map(({cells}: Answer) => cells.filter((_: Answer, index: number) => isShown(index)));
	const heads = columnDefinitions
		.filter((_: Answer, index: number) => isShown(index))
		.map(({name}: Answer) => name.toUpperCase());
	const all = flags['no-headers'] || rows.length === 0 ? lines : [heads, ...lines];
	return all.map((cells: readonly Answer[]) => `${cells.join('   ')}\n`).join('');
}

function deadlineOf({flags}: Invocation) {
	return {timeoutMs: Number.parseFloat(flags.timeout) * 1000};
}

export async function rollout(invocation: Invocation): Promise<string> {
	const [word, ...words] = invocation.words;
	if (word !== 'status') {
		throw new Error(`not understood by the tests' kubectl: rollout ${word}`);
	}

	const {resource, name} = await objectOf(words, invocation.resources);
	const path = pathOf(resource, invocation.flags.namespace, name);
	await until(
		`${shownName(resource, name)} is rolled out`,
		async () => isRolledOut(await invocation.server.call({path})),
		deadlineOf(invocation),
	);
	return `${shownName(resource, name)} successfully rolled out\n`;
}

// By kubectl's own rules: https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/rollout_status.go
function isRolledOut({kind, metadata, spec, status}: Answer): boolean {
	if (status === undefined || metadata.generation > (status.observedGeneration ?? 0)) {
		return false;
	}

	if (kind === 'DaemonSet') {
		const {desiredNumberScheduled, updatedNumberScheduled = 0, numberAvailable = 0} = status;
		return updatedNumberScheduled >= desiredNumberScheduled && numberAvailable >= desiredNumberScheduled;
	}

	const {replicas = 0, updatedReplicas = 0, availableReplicas = 0, readyReplicas = 0} = status;
	return kind === 'StatefulSet'
		? readyReplicas >= spec.replicas && status.updateRevision === status.currentRevision
		: updatedReplicas >= spec.replicas && replicas <= updatedReplicas && availableReplicas >= updatedReplicas;
}

export async function wait(invocation: Invocation): Promise<string> {
	const condition = /^condition=(\w+)$/.exec(invocation.flags.for)?.[1];
	if (condition === undefined) {
		throw new Error(`not understood by the tests' kubectl: wait --for=${invocation.flags.for}`);
	}

	const {resource, name} = await objectOf(invocation.words, invocation.resources);
	const path = pathOf(resource, invocation.flags.namespace, name);
	await until(
		`${shownName(resource, name)} is ${condition}`,
		async () => {
			const {status} = await invocation.server.call({path});
			return status?.conditions?.some((one: Answer) => one.type === condition && one.status === 'True');
		},
		deadlineOf(invocation),
	);
	return `${shownName(resource, name)} condition met\n`;
}

/** Until it is gone, or another of its name is there. */
export async function untilGone(invocation: Invocation, path: string, uid: string): Promise<void> {
	const isGone = async () => (await found(invocation.server.call({path})))?.metadata.uid !== uid;
	await until(`${path} is gone`, isGone, deadlineOf(invocation));
}
