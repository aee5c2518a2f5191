import {rmSync} from 'node:fs';
import {mkdir, realpath, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {findProgram} from './adapters/render/tools/find-program.ts';
import {makeTemporaryFolder} from './adapters/temporary-folder.ts';
import {applicationFiles, type Files, firstCommit, nextCommit, type Renderer, secondCommit} from './demo/files.ts';
import {DemoRepository} from './demo/repository.ts';
import {OperatorError} from './model/operator-error.ts';
import type {EngineOptions, Message, Session} from './model/protocol.ts';
import type {Question} from './model/question.ts';
import {type Sandbox, startSandbox} from './sandbox/start.ts';
import type {InterfaceOptions} from './ui/interface.tsx';
import type {Binding, Effect} from './ui/screen.ts';

type Person = Pick<InterfaceOptions, 'by' | 'signal'>;

/** How often the demo's repository is asked, in milliseconds. */
const intervalMs = 2000;

/**
 * The interface on a cluster and a repository made for it, in a temporary folder that is removed at the end; the exit
 * code.
 */
export async function openDemo(person: Person): Promise<number> {
	const folder = await realpath(makeTemporaryFolder('the demo', 'trueup-demo-'));
	// Also where the end comes from elsewhere: nothing of the demo is to stay.
	const remove = () => rmSync(folder, {recursive: true, force: true, maxRetries: 3});
	process.once('exit', remove);
	const repository = new DemoRepository(path.join(folder, 'repository'));
	let sandbox: Sandbox | undefined;
	try {
		const made = Promise.all([startSandbox(), fillRepository(repository)]);
		// Loaded while the cluster starts.
		const [{openInterface}, [started]] = await Promise.all([import('./open-interface.ts'), made]);
		sandbox = started;
		const files = applicationFiles(repository.folder, await findRenderers());
		const options = await writeFiles(folder, files, sandbox.kubeconfig);
		const onSession = (session: Session) => deployPayments(session, repository, person.by);
		return await openInterface(options, {...person, ...guideOf(folder, repository, sandbox), onSession});
	} finally {
		await Promise.all([sandbox?.stop(), repository.close()]);
		remove();
		process.off('exit', remove);
	}
}

async function fillRepository(repository: DemoRepository): Promise<void> {
	try {
		await repository.create();
		await repository.commit(firstCommit, 'The applications of the demo');
	} catch (error) {
		const message = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
		throw new OperatorError(`the demo's repository can't be made: ${message}`, {advice: 'Install git, and try again'});
	}
}

/** What is on the PATH decides which applications there are: the demo needs nothing but git. */
async function findRenderers(): Promise<readonly Renderer[]> {
	const programs = {kustomize: ['kustomize', 'kubectl'], helm: ['helm']} as const;
	const isThere = async (renderer: Renderer) => {
		const found = await Promise.all(programs[renderer].map(name => findProgram(name, process.env.PATH ?? '')));
		return found.some(program => program !== undefined) ? [renderer] : [];
	};
	return (await Promise.all([isThere('kustomize'), isThere('helm')])).flat();
}

async function writeFiles(folder: string, files: Files, kubeconfig: string): Promise<EngineOptions> {
	const applications = path.join(folder, 'applications');
	await mkdir(applications);
	await Promise.all(Object.entries(files).map(([name, text]) => writeFile(path.join(applications, name), text)));
	const file = path.join(folder, 'kubeconfig');
	await writeFile(file, kubeconfig, {mode: 0o600});
	return {
		files: [applications],
		kubeconfig: file,
		state: path.join(folder, 'state.db'),
		cache: path.join(folder, 'cache'),
		intervalMs,
		isReadOnly: false,
		isHeld: false,
	};
}

/** First the payments run as they were; then comes a commit that waits for approval. */
function deployPayments(session: Session, repository: DemoRepository, by: string): void {
	const app = 'payments';
	// The interface counts upwards.
	const [plan, sync] = [-1, -2];
	const ask = (id: number, question: Question) => session.send({kind: 'ask', id, isLive: false, question});
	const finish = async () => {
		await repository.commit(secondCommit, 'Payments 3.2.0, without the legacy worker');
		session.send({kind: 'refresh', app});
	};
	const unsubscribe = session.subscribe((message: Message) => {
		if (message.kind === 'hello') {
			ask(plan, {kind: 'plan', app, prune: false});
		} else if (message.kind === 'answer' && message.id === plan && message.answer.kind === 'plan') {
			const {digest} = message.answer.value;
			ask(sync, {kind: 'sync', app, digest, resources: [], by, timeoutMs: 10_000});
		} else if ('id' in message && message.id < 0) {
			unsubscribe();
			finish().catch(() => undefined);
		}
	});
}

/** What is told at start, and keys for those who have one window. */
function guideOf(
	folder: string,
	repository: DemoRepository,
	sandbox: Sandbox,
): Required<Pick<InterfaceOptions, 'bindings' | 'first'>> {
	const first = {kind: 'notice', title: 'Welcome', lines: welcome(folder)} as const;
	let commits = 0;
	const commit = (): readonly Effect[] => {
		commits++;
		const {files, subject} = nextCommit(commits);
		repository.commit(files, subject).catch(() => undefined);
		return [{kind: 'tell', tone: 'info', text: `committing "${subject}": it arrives within ${intervalMs / 1000} s`}];
	};
	const drift = (): readonly Effect[] => {
		scaleGateway(sandbox).catch(() => undefined);
		return [
			{kind: 'tell', tone: 'info', text: 'scaling Deployment gateway/gateway to 5 behind your back: watch it heal'},
		];
	};
	const bindings: readonly Binding[] = [
		{keys: ['C'], help: 'demo: commit a new version of the guestbook', run: commit},
		{keys: ['D'], help: 'demo: scale the gateway by hand, behind Git', run: drift},
		{keys: ['W'], help: 'demo: where its repository and its cluster are', run: () => [{kind: 'go', place: first}]},
	];
	return {first, bindings};
}

async function scaleGateway({url, ca, token}: Sandbox): Promise<void> {
	const {contentTypes, createApi} = await import('./sandbox/api.ts');
	const api = createApi({url, ca, token});
	try {
		const place = '/apis/apps/v1/namespaces/gateway/deployments/gateway?fieldManager=kubectl-scale';
		const call = {method: 'PATCH', path: place, contentType: contentTypes.merge, body: {spec: {replicas: 5}}} as const;
		await api.call(call, AbortSignal.timeout(5000));
	} finally {
		await api.close();
	}
}

function welcome(folder: string): readonly string[] {
	return [
		'A few applications on a small Kubernetes of their own, all of it in a',
		'temporary folder that is removed when you quit.',
		'',
		'  payments  waits for approval: s shows its plan, d steps through it',
		'  gateway   heals itself: D scales it by hand, behind Git',
		'  guestbook follows commits: C makes one',
		'  search    is Degraded, reports has a problem in a file: Enter says why',
		'',
		'Or in another window:',
		`  cd ${path.join(folder, 'repository')}`,
		`  export KUBECONFIG=${path.join(folder, 'kubeconfig')}`,
		'  kubectl -n gateway delete deployment gateway',
		'',
		'W shows this again, ? the keys.',
	];
}
