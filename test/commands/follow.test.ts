import {expect, test} from 'vitest';
import type {Event} from '../../source/model/event.ts';
import type {Message} from '../../source/model/protocol.ts';
import {typeAndFollow} from './support/run-verb.ts';
import {created, row} from './support/samples.ts';

const last: Event = {time: created.time, kind: 'next', app: '', message: 'the last check'};
const events: Message = {kind: 'events', events: [created, last]};
const rows = (seq: number, upserts: (typeof row)[], deletes: string[] = []): Message => ({
	kind: 'rows',
	seq,
	upserts,
	deletes,
});

const time = new Date(created.time).toTimeString().slice(0, 8);

test.for(['engine', 'watch'])('%s prints events until Ctrl-C, which is no failure', async verb => {
	const {code, out, err} = await typeAndFollow(verb, [events], {interrupts: true});
	expect({code, out, err}).toEqual({
		code: 0,
		out: `${time} web created Deployment shop/web\n${time} next the last check\n`,
		err: '',
	});
});

test.for([
	['engine', false],
	['watch', true],
	['watch web', true],
] as const)('%s is read-only: %s', async ([command, isReadOnly]) => {
	const {options} = await typeAndFollow(command, [events], {interrupts: true});
	expect(options).toMatchObject([{isReadOnly}]);
});

test('remarks on the configuration are printed once, on stderr', async () => {
	const remarks = ['apps/x.yaml:1: not YAML', 'a\u001b[2Jb'];
	const rest = {context: '', server: '', contexts: [], applications: [], cutOff: [], isReadOnly: false};
	const hello: Message = {kind: 'hello', hello: {...rest, cutOff: [], remarks}};
	const {err} = await typeAndFollow('watch', [hello, hello, events], {interrupts: true});
	expect(err).toBe('trueup: apps/x.yaml:1: not YAML\ntrueup: a\\u001b[2Jb\n');
});

test('watch prints a row when it changes, and not otherwise', async () => {
	const synced = {...row, sync: 'Synced' as const};
	const {out} = await typeAndFollow('watch', [rows(1, [row]), rows(2, [row]), rows(3, [synced], ['api']), events], {
		interrupts: true,
	});
	expect(out.split('\n').slice(0, 4)).toEqual([
		'TIME      NAME  SYNC       HEALTH       REVISION  DESTINATION  RESOURCES  MESSAGE',
		`${time}  web   OutOfSync  Progressing  1a2b3c4   kind/shop    2          waiting for 1 of 2 replicas`,
		`${time}  web  Synced  Progressing  1a2b3c4  kind/shop  2  waiting for 1 of 2 replicas`,
		`${time} api is no longer declared`,
	]);
});

test('watch as JSON is one event a line, rows too', async () => {
	const {out} = await typeAndFollow('watch -o json', [rows(1, [row], ['api']), events], {interrupts: true});
	const {name, policy: _, syncedAt: __, isStale: ___, isUnreached: ____, ...state} = row;
	const lines = out
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line));
	expect(lines).toEqual([
		{kind: 'row', time: '2026-11-20T12:03:04.000Z', app: name, ...state},
		{kind: 'gone', time: '2026-11-20T12:03:04.000Z', app: 'api', message: 'no longer declared'},
		created,
		last,
	]);
});

const api = {...row, name: 'api'};
const ofOther: Message = {kind: 'events', events: [{...created, app: 'api'}]};

test('watch of one application tells of that one, and of what is about all', async () => {
	const told = [rows(1, [row, api], ['api', 'web']), ofOther, events];
	const {out} = await typeAndFollow('watch web -o json', told, {interrupts: true});
	const lines = out
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line));
	expect(lines.map(({kind, app}) => [kind, app])).toEqual([
		['row', 'web'],
		['gone', 'web'],
		['created', 'web'],
		['next', ''],
	]);
});

test('watch of one application as text is of that one too', async () => {
	const told = [rows(1, [api], ['api']), ofOther, rows(2, [row]), events];
	const {out} = await typeAndFollow('watch web', told, {interrupts: true});
	expect(out).toMatch(/^TIME .*\n\S+ {2}web /);
	expect(out).not.toContain('api');
});

test('watch keeps the columns of its first rows', async () => {
	const short = {...row, message: ''};
	const {out} = await typeAndFollow('watch', [rows(1, [row]), rows(2, [short]), events], {interrupts: true, width: 70});
	expect(out.split('\n').slice(0, 3)).toEqual([
		'TIME      NAME  SYNC       HEALTH       REVISION  MESSAGE',
		`${time}  web   OutOfSync  Progressing  1a2b3c4   waiting for 1 of 2 …`,
		`${time}  web  OutOfSync  Progressing  1a2b3c4`,
	]);
});

test('engine prints no rows', async () => {
	expect((await typeAndFollow('engine', [rows(1, [row]), events], {interrupts: true})).out).not.toContain('OutOfSync');
});

const unchanged = (app: string, standing = 'Synced, Healthy', revision = '1a2b3c4d'): Event => ({
	...{time: created.time, kind: 'unchanged', app, revision, standing},
	message: `2 resources: ${standing}`,
});

test('applications of which nothing is new share a line for each commit, which names those that are not well', async () => {
	const told = [
		unchanged('a'),
		created,
		unchanged('b'),
		unchanged('c', 'OutOfSync, Missing'),
		unchanged('d', 'Synced, Healthy', '9f8e7d6c'),
		unchanged('e', 'Synced, Healthy', ''),
		unchanged('f', 'Synced, Healthy', ''),
		last,
	];
	const {out} = await typeAndFollow('engine', [{kind: 'events', events: told}], {interrupts: true});
	expect(out.trimEnd().split('\n')).toEqual(
		[
			'unchanged 3 applications at 1a2b3c4: 2 Synced, Healthy; 1 OutOfSync, Missing (c)',
			'web created Deployment shop/web',
			'd unchanged 2 resources: Synced, Healthy',
			'unchanged 2 applications at no commit: all Synced, Healthy',
			'next the last check',
		].map(line => `${time} ${line}`),
	);
});

test('applications of which the same is not known share a line', async () => {
	const stale = (app: string, message: string): Event => ({...unchanged(app), kind: 'stale', message});
	const told = [stale('a', 'last known: x'), stale('b', 'last known: y'), stale('c', 'last known: x')];
	const {out} = await typeAndFollow('engine', [{kind: 'events', events: told}], {interrupts: true});
	expect(out).toBe(`${time} stale 2 applications: last known: x\n${time} b stale last known: y\n`);
});

test('as JSON, and of one application, each that is unchanged has its line', async () => {
	const told: Message = {kind: 'events', events: [unchanged('web'), unchanged('api'), last]};
	const json = await typeAndFollow('engine -o json', [told], {interrupts: true});
	const apps = json.out
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line).app);
	const text = await typeAndFollow('watch web', [told], {interrupts: true});
	expect([apps, text.out]).toEqual([
		['web', 'api', ''],
		`${time} web unchanged 2 resources: Synced, Healthy\n${time} next the last check\n`,
	]);
});

test('a failure of the engine has its line and its exit code', async () => {
	const failed: Message = {kind: 'failed', message: 'no application wbe', advice: 'There is web', exitCode: 2};
	const {code, err} = await typeAndFollow('watch wbe', [failed, {kind: 'ended'}]);
	expect([code, err]).toEqual([2, 'trueup: no application wbe. There is web\n']);
});

test('an engine that ends by itself is a failure', async () => {
	const {code, err} = await typeAndFollow('engine', [{kind: 'ended'}]);
	expect([code, err]).toEqual([1, 'trueup: the engine ended without being asked; start it again\n']);
});
