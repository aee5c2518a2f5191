import {expect, onTestFinished, test} from 'vitest';
import type {LocalEngine} from '../../../source/engine/engine.ts';
import type {Intent, Message} from '../../../source/model/protocol.ts';
import {keyOf} from '../../../source/model/resource.ts';
import {approve, configMap, setUp} from '../../engine/support/harness.ts';
import {openShell} from '../support/driver.ts';

/** The interface over the engine itself, with a cluster and a repository in memory. */
function sit(engine: LocalEngine) {
	const stop = new AbortController();
	const wakes = new Set<() => void>();
	const listeners = new Set<(message: Message) => void>();
	const tell = (message: Message) => {
		for (const hear of [...listeners, ...wakes]) {
			hear(message);
		}
	};
	const attended: {current?: ReturnType<LocalEngine['attend']>} = {};
	const send = (intent: Intent) => {
		if (intent.kind === 'ask') {
			attended.current?.desk.ask(intent.id, intent.question, {isLive: intent.isLive});
		} else if (intent.kind === 'drop') {
			attended.current?.desk.drop(intent.id);
		}
	};
	const driver = openShell({session: {send, subscribe: () => () => undefined, ended: Promise.resolve()}});
	listeners.add(message => driver.shell.receive(message));
	let seq = 0;
	attended.current = engine.attend(
		{
			isReadOnly: false,
			isHeld: false,
			intervalMs: 20,
			onRow: row => tell({kind: 'rows', seq: ++seq, upserts: [row], deletes: []}),
		},
		tell,
		stop.signal,
	);
	onTestFinished(async () => {
		stop.abort();
		await attended.current?.ended;
	});

	/** The screen, as soon as it shows that. */
	const shows = (pattern: RegExp) =>
		new Promise<string>(resolve => {
			const look = () => {
				const screen = driver.screen().join('\n');
				if (pattern.test(screen)) {
					wakes.delete(look);
					resolve(screen);
				}
			};
			wakes.add(look);
			look();
		});
	return {...driver, shows};
}

const key = (name: string) => keyOf({group: '', kind: 'ConfigMap', namespace: 'shop', name});

test('of two changes one is approved and applied; the other moves meanwhile, and has to be looked at again', async () => {
	const {fake, git, start} = setUp();
	git.commit({web: [configMap('a', {x: '1'}), configMap('b', {x: '1'})]});
	const {engine} = start();
	await approve(engine);
	git.commit({web: [configMap('a', {x: '2'}), configMap('b', {x: '2'})]});
	const {press, shows} = sit(engine);
	await shows(/OutOfSync/);
	press('s');
	await shows(/\[ \] +~ ConfigMap shop\/a +1 field[\s\S]*\[ \] +~ ConfigMap shop\/b/);
	press('A');
	await shows(/approved 2/);
	fake.edit(key('b'), body => ({...body, data: {x: 'by hand'}}));
	await shows(/\[✓\] +~ ConfigMap shop\/a[\s\S]*\[moved\] ~ ConfigMap shop\/b/);
	press('s');
	await shows(/1 update {2}\(1 of 2 changes\)/);
	press('enter');
	await shows(/web: succeeded/);
	expect([fake.find(key('a'))?.body.data, fake.find(key('b'))?.body.data]).toEqual([{x: '2'}, {x: 'by hand'}]);
	press('esc');
	await shows(/ 1 change: 1 update[\s\S]*\[moved\] ~ ConfigMap shop\/b/);
	press('enter');
	await shows(/- {3}x: by hand\n\+ {3}x: "2"/);
	press('a', 's');
	await shows(/all of 1/);
	press('y');
	await shows(/web: succeeded/);
	expect(fake.find(key('b'))?.body.data).toEqual({x: '2'});
	press('esc', 'esc');
	await shows(/Git and the cluster agree/);
});

test('what Git no longer has is left over, and is deleted after x and the name', async () => {
	const {fake, git, start} = setUp();
	git.commit({web: [configMap('a'), configMap('b')]});
	const {engine} = start();
	await approve(engine);
	git.commit({web: [configMap('a')]});
	const {press, shows} = sit(engine);
	await shows(/OutOfSync/);
	press('s');
	await shows(/only a prune would delete these[\s\S]*ConfigMap shop\/b/);
	press('x');
	await shows(/- ConfigMap shop\/b +delete/);
	// It came with the other plan: the list alone does not approve it.
	press('enter');
	await shows(/1\/1 +- ConfigMap shop\/b/);
	press('a', 's');
	await shows(/To apply it, type/);
	press('w', 'e', 'b', 'enter');
	await shows(/web: succeeded/);
	expect(fake.objects()).toEqual(['ConfigMap a']);
});
