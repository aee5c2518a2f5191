import {expect, test} from 'vitest';
import type {LocalEngine} from '../../source/engine/engine.ts';
import {items, members} from '../../source/model/json.ts';
import type {Tree} from '../../source/model/question.ts';
import {deployed, owned} from './support/deployed.ts';
import {deployment} from './support/harness.ts';
import {interview} from './support/interview.ts';

const open = (engine: LocalEngine) => interview(engine, {isHeld: true});

const lines = ({nodes}: Tree) =>
	nodes.map(
		({depth, kind, name, sync, health, origin}) =>
			`${'  '.repeat(depth)}${kind} ${name} ${sync || '-'} ${health} ${origin}`,
	);

test('a tree holds declared objects, each followed by what it made, down to pods, without old ReplicaSets', async () => {
	const {engine} = await deployed();
	const {follow} = open(engine);
	const tree = await follow({kind: 'tree', app: 'web'}).until(({nodes}) => nodes.length > 2);
	expect(lines(tree)).toEqual([
		'ConfigMap c Synced Healthy declared',
		'Deployment d Synced Healthy declared',
		'  ReplicaSet d-1 - Progressing owned',
		'    Pod d-1-a - Progressing owned',
	]);
	expect(tree.nodes.at(-1)).toMatchObject({
		key: '/Pod/shop/d-1-a',
		createdAt: '2026-01-01T00:00:00Z',
		message: 'pending',
	});
	expect(tree).toMatchObject({name: 'web', sync: 'Synced', isStale: false, problems: []});
});

test('in a tree each object stands once, also where owners name each other', async () => {
	const {engine, fake} = await deployed();
	const pod = fake.find('/Pod/shop/d-1-a');
	fake.edit('apps/ReplicaSet/shop/d-1', body => {
		const metadata = members(body, 'metadata');
		const ownerReferences = [...items(metadata, 'ownerReferences'), {kind: 'Pod', name: 'd-1-a', uid: pod?.uid ?? ''}];
		return {...body, metadata: {...metadata, ownerReferences}};
	});
	const tree = await open(engine)
		.follow({kind: 'tree', app: 'web'})
		.until(({nodes}) => nodes.length > 2);
	expect(lines(tree).slice(2)).toEqual(['  ReplicaSet d-1 - Progressing owned', '    Pod d-1-a - Progressing owned']);
});

test('a tree that somebody looks at follows its pods, and what is left over stays in it', async () => {
	const {engine, fake, git, replicaSet} = await deployed();
	const {follow, until, told} = open(engine);
	const tree = follow({kind: 'tree', app: 'web'});
	await tree.until(({nodes}) => nodes.length === 4);
	// Between two looks at the remote, pods of healthy objects are forgotten unless somebody looks.
	await until(() => told('unchanged').length > 2);
	fake.create(owned('Pod', 'd-1-b', replicaSet, {status: {phase: 'Pending'}}));
	await tree.until(({nodes}) => nodes.some(({name}) => name === 'd-1-b'));
	git.commit({web: [deployment('d', 1)]});
	const left = await tree.until(({nodes}) => nodes.some(({origin}) => origin === 'leftover'));
	expect(lines(left)).toContain('ConfigMap c OutOfSync Healthy leftover');
});

test('a tree that was dropped before it was answered follows no pods', async () => {
	const {engine, fake} = await deployed();
	const {ask, follow, until, told} = open(engine);
	const rounds = async () => {
		const before = told('unchanged').length;
		await until(() => told('unchanged').length > before + 2);
	};
	await rounds();
	const before = fake.watching();
	follow({kind: 'tree', app: 'web'}).drop();
	await ask({kind: 'tree', app: 'web'});
	await rounds();
	expect(fake.watching()).toBe(before);
});
