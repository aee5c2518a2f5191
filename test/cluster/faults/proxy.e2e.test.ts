import {expect, test} from 'vitest';
import {writesTo} from '../support/audit.ts';
import {configMap, deployment, inWave} from '../support/manifests.ts';
import {controlPlane} from '../support/shared-cluster.ts';
import type {Place} from '../support/trial.ts';
import {endure} from './endure.ts';
import {type Asked, type FaultyProxy, type Rule, startProxy, type Trick} from './proxy.ts';
import {type Stage, usual} from './stage.ts';
import type {Fault} from './table.ts';

/** The shared control plane, by way of a proxy; kubectl goes to it straight. */
type Proxied = Place & {readonly proxy: FaultyProxy};

const lists = {method: 'GET', path: /^\/api.*\?(?!.*watch=1)/} satisfies Omit<Rule, 'trick'>;
const watches = {method: 'GET', path: /watch=1/} satisfies Omit<Rule, 'trick'>;
const applies = {method: 'PATCH', path: /^(?!.*dryRun=All)/} satisfies Omit<Rule, 'trick'>;

/** From when the application is deployed, until it ends. */
function always(...rules: readonly Rule[]): Pick<Fault<Proxied>, 'strike' | 'heal'> {
	const ends = new WeakMap<Stage<Proxied>, readonly (() => void)[]>();
	return {
		strike(stage) {
			ends.set(
				stage,
				rules.map(rule => stage.place.proxy.add(rule).end),
			);
			stage.place.proxy.cut();
		},
		heal(stage) {
			for (const end of ends.get(stage) ?? []) {
				end();
			}
		},
	};
}

/** Of the first requests of that kind, from the start of the programs on. */
function first(times: number, rule: Omit<Rule, 'times'>): Pick<Fault<Proxied>, 'begins' | 'arm' | 'strike'> {
	const struck = new WeakMap<Stage<Proxied>, () => Promise<void>>();
	return {
		begins: 'fresh',
		arm(stage) {
			struck.set(stage, stage.place.proxy.add({...rule, times}).struck);
		},
		strike: async stage => struck.get(stage)?.(),
	};
}

const answer = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Trick => ({
	kind: 'answer',
	status,
	body,
	headers,
});
const failure = (code: number, message: string) =>
	JSON.stringify({kind: 'Status', apiVersion: 'v1', status: 'Failure', code, message});
const html = answer(200, '<html>Please log in</html>', {'content-type': 'text/html'});
const all = {path: /^/};

const many = Array.from({length: 30}, (_, index) => configMap(`many-${index}`));

const faults: readonly Fault<Proxied>[] = [
	{
		fault: 'connections are cut',
		when: 'before any request gets through',
		...always({...all, trick: {kind: 'cut before'}}),
		told: /does not answer: the connection was cut/,
		rounds: 5,
	},
	{
		fault: 'connections are cut',
		when: 'while all is watched, five times',
		strike: ({place: {proxy}}) => proxy.cut(),
		rounds: 5,
	},
	{
		fault: 'answers are cut in the middle',
		when: 'of all lists and watches',
		...always({...lists, trick: {kind: 'truncate'}}, {...watches, trick: {kind: 'cut before'}}),
		told: /does not answer: the connection was cut/,
		rounds: 5,
	},
	{
		fault: 'answers are cut in the middle',
		when: 'of the first lists',
		...first(3, {...lists, trick: {kind: 'truncate'}}),
	},
	{
		fault: 'answers are lost',
		when: 'of applies that were done',
		...first(4, {...applies, trick: {kind: 'cut after'}}),
		declares: [...usual, ...many, configMap('last', {}, inWave(1))],
		isRepeated: true,
		async holds({place, trial}) {
			const written = await writesTo(place.auditLog, trial.name);
			expect(written.filter(write => write.endsWith('/last'))).toHaveLength(1);
		},
	},
	{
		fault: 'half a JSON comes, which calls itself whole,',
		when: 'as the answer to all lists',
		...always({...lists, trick: {kind: 'half'}}, {...watches, trick: answer(410, failure(410, 'too old'))}),
		told: /HTTP 200 with application\/json that is not of Kubernetes/,
	},
	{
		fault: 'half a JSON comes, which calls itself whole,',
		when: 'as the answer to applies that were done',
		...first(3, {...applies, trick: {kind: 'half'}}),
		isRepeated: true,
	},
	{
		fault: 'somebody answers in HTML',
		when: 'to everything',
		...always({...all, trick: html}),
		told: /HTTP 200 with text\/html that is not of Kubernetes/,
		rounds: 5,
	},
	{
		fault: 'the cluster answers with 500',
		when: 'to everything',
		...always({...all, trick: answer(500, failure(500, 'etcd is away'))}),
		// Of Secrets the server's own words are withheld, and any kind may be the first to be refused.
		told: /HTTP 500(?:: etcd is away)?;/,
	},
	{
		fault: 'the cluster answers with 503',
		when: 'to everything',
		...always({...all, trick: answer(503, 'upstream connect error', {'content-type': 'text/plain'})}),
		told: /HTTP 503 with text\/plain that is not of Kubernetes/,
		rounds: 5,
	},
	{
		fault: 'the cluster answers with 500, and quotes what was sent,',
		when: 'to applies of a Secret',
		begins: 'fresh',
		async arm({place: {proxy}, canary}) {
			const trick = answer(500, failure(500, `can't store ${canary}`));
			proxy.add({method: 'PATCH', path: /\/secrets\/(?!.*dryRun=All)/, times: 2, trick});
		},
		strike: ({engine}) => engine.line(/"kind":"retry"/, 120_000).then(() => undefined),
	},
	{
		fault: 'answers are delayed',
		when: 'of the first applies of a wave',
		begins: 'fresh',
		declares: [...usual, deployment('late', {replicas: 0}), configMap('last', {}, inWave(1))],
		...held({...applies, trick: {kind: 'hold'}}),
		async holds({place, trial}) {
			const written = await writesTo(place.auditLog, trial.name);
			expect(written.indexOf('patch configmaps/last')).toBe(4);
		},
	},
	{
		fault: 'another certificate is shown',
		when: 'while all is watched',
		strike: ({place: {proxy}}) => proxy.impersonate(),
		told: /can't be trusted: its certificate is signed by an unknown authority/,
		heal: ({place: {proxy}}) => proxy.beItself(),
		rounds: 5,
		holds({place: {proxy}}) {
			expect(proxy.asked.filter(({isFooled}) => isFooled)).toEqual([]);
		},
	},
	{
		fault: 'another certificate is shown',
		when: 'from the start',
		begins: 'fresh',
		arm: ({place: {proxy}}) => proxy.impersonate(),
		strike: () => undefined,
		told: /can't be trusted: its certificate is signed by an unknown authority/,
		heal: ({place: {proxy}}) => proxy.beItself(),
	},
];

/** Held until the first two of them have come. */
function held(rule: Rule): Pick<Fault<Proxied>, 'arm' | 'strike' | 'heal'> {
	const ruled = new WeakMap<Stage<Proxied>, ReturnType<FaultyProxy['add']>>();
	return {
		arm: stage => void ruled.set(stage, stage.place.proxy.add(rule)),
		strike: async stage => ruled.get(stage)?.struck(),
		heal: stage => ruled.get(stage)?.end(),
	};
}

async function throughProxy(fault: Fault<Proxied>): Promise<void> {
	const cluster = controlPlane();
	await using proxy = await startProxy(cluster);
	await endure(fault, {...cluster, kubeconfig: proxy.kubeconfig, proxy});
}

test.concurrent.for(faults)('$fault $when', throughProxy);

/** The requests of one kind: a watch that is made again asks for another version, and for another end. */
function keyOf({method, path, accept}: Asked): string {
	return `${method} ${path.split('?', 1)[0]} ${path.includes('watch=1')} ${accept}`;
}

/**
 * Nothing that was refused came again sooner than after that many seconds. Two programs ask the same, each for itself:
 * of three such requests two are of the same one.
 */
function expectPatience(asked: readonly Asked[], seconds: number): void {
	expect(asked.some(({isRuled}) => isRuled)).toBe(true);
	for (const same of Map.groupBy(asked, keyOf).values()) {
		const waits = same.flatMap(({isRuled, at}, index) => (isRuled ? (same[index + 2]?.at ?? Infinity) - at : []));
		expect(Math.min(...waits)).toBeGreaterThanOrEqual(seconds * 1000);
	}
}

const busy = (seconds: number) => answer(429, failure(429, 'too many requests'), {'retry-after': String(seconds)});

const patient: readonly Fault<Proxied>[] = [
	{
		fault: 'three seconds of patience are asked for',
		when: 'at the first lists',
		...first(2, {...lists, trick: busy(3)}),
	},
	{
		fault: 'three seconds of patience are asked for',
		when: 'at the first applies',
		...first(2, {...applies, trick: busy(3)}),
	},
	{
		fault: 'three seconds of patience are asked for',
		when: 'at the first watches',
		...first(2, {...watches, trick: busy(3)}),
	},
];

test.concurrent.for(patient)('$fault $when, and given', async fault => {
	await throughProxy({...fault, holds: ({place: {proxy}}) => expectPatience(proxy.asked, 3)});
});

test.concurrent('20 seconds of patience are asked for at everything, and given, and the row says so', async () => {
	await throughProxy({
		fault: '',
		when: '',
		...always({...all, trick: busy(20)}),
		told: /asks for 20 s of patience/,
		holds: ({place: {proxy}}) => expectPatience(proxy.asked, 20),
	});
});
