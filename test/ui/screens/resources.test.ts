import {expect, test} from 'vitest';
import {Resources} from '../../../source/ui/screens/resources.ts';
import {openShell} from '../support/driver.ts';
import {sampleRow} from '../support/samples.ts';
import {fakeScene, press} from '../support/scene.ts';
import {openTree, owned, sampleNode, sampleTree, shopNodes} from './tree-samples.ts';

const keyed = (lines: readonly string[]) => lines.filter(line => /\w\/[\p{L}\d]/u.test(line));

test('at 80x24 the tree has its lines, and names that don’t fit are cut in their middle', () => {
	expect(openTree().body()).toEqual([
		' OutOfSync Degraded  2 out of sync',
		' manual  to prod/shop  at 0123456  project default',
		' by kustomize v5.8.2 in 120 ms  path apps/shop  of https://git.example/shop.git',
		'RESOURCE                        SYNC       HEALTH        AGE  MESSAGE',
		'ConfigMap/settings              OutOfSync  Healthy        1h',
		'Deployment/web                  Synced     Degraded       1h  Pod web-7d9f8b6c5…',
		'├─ ReplicaSet/web-5c6d7e8f9a               Healthy        1h',
		'│  └─ Pod/web-5c6d7e8f9a-aaaaa             Healthy        1h',
		'└─ ReplicaSet/web-7d9f8b6c5d               Degraded       1h',
		'   ├─ Pod/web-7d9f8b6c5d-x2x4z             Degraded       1h  ImagePullBackOff:…',
		'   └─ Pod/web-7d9f8b6c5d-z9z9z             Healthy        1h',
		'StatefulSet/数据库              Synced     Healthy        1h',
		'└─ Pod/数据库-0                            Healthy        1h',
		'Service/old                     OutOfSync  Healthy        1h  gone from Git; de…',
		'Role/reader (monitoring)        Synced     Healthy        1h',
		...Array.from({length: 4}, () => ''),
	]);
	const long = `very-long-name-of-a-workload-${'x'.repeat(40)}-7d9f8b6c5d-x2x4z`;
	const cut = openTree(80, 24, sampleTree({nodes: [sampleNode('Pod', long, {message: 'CrashLoopBackOff'})]}));
	expect(cut.body()[4]).toBe('Pod/very-long-name-of-a-w…8b6c5d-x2x4z  Synced     Healthy        1h  CrashLoop…');
	expect(cut.body().slice(-2).join('').replaceAll(' ', '')).toContain(`${long}CrashLoopBackOff`);
});

test('at 200x54 nothing is cut', () => {
	const lines = openTree(200, 54).body();
	expect(lines[9]).toBe(
		'   ├─ Pod/web-7d9f8b6c5d-x2x4z             Degraded       1h  ImagePullBackOff: Back-off pulling image "registry.example/shop/web:2.0.0-typo"',
	);
	expect(lines.join('\n')).not.toContain('…');
});

test('what is cut in the selected row stands in full below the list', () => {
	const {press, body} = openTree();
	press('j', 'j', 'j', 'j', 'j');
	expect(body().slice(-2)).toEqual([
		' ImagePullBackOff: Back-off pulling image',
		' "registry.example/shop/web:2.0.0-typo"',
	]);
	press('j');
	expect(body().at(-1)).toBe('');
});

test.for([
	['d', {kind: 'review', app: 'shop', mode: 'diff', resource: 'apps/Deployment/shop/web'}],
	['s', {kind: 'review', app: 'shop', mode: 'plan'}],
	['h', {kind: 'history', app: 'shop'}],
	['o', {kind: 'switches', app: 'shop'}],
	['t', {kind: 'stream', app: 'shop'}],
	['v', {kind: 'render', app: 'shop'}],
] as const)('on a ReplicaSet, %s leads to its place', ([key, place]) => {
	const screen = new Resources('shop');
	const scene = fakeScene({answers: [{kind: 'tree', value: sampleTree()}]});
	press(screen, scene, ['j', 'j']);
	expect(press(screen, scene, [key])).toEqual([{kind: 'go', place}]);
});

test.for([
	['enter', 'object', 'web'],
	['y', 'object', 'web'],
	['e', 'events', 'web'],
] as const)('%s asks for the %s of the object under the cursor', ([key, kind, name]) => {
	const {press, session} = openTree();
	press('j', key);
	expect(session.sent.at(-1)).toMatchObject({
		kind: 'ask',
		isLive: true,
		question: {kind, app: 'shop', id: {group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name}},
	});
});

test('logs are those of the pod, or of the first one below; what has none says so', () => {
	const {press, session, foot} = openTree();
	const askedPod = () => {
		const last = session.sent.at(-1);
		return last?.kind === 'ask' && last.question.kind === 'logs' ? last.question.id.name : undefined;
	};
	press('j', 'l');
	expect(askedPod()).toBe('web-5c6d7e8f9a-aaaaa');
	press('esc', 'j', 'j', 'j', 'l');
	expect(askedPod()).toBe('web-7d9f8b6c5d-x2x4z');
	press('esc', 'g', 'l');
	expect(foot()).toContain('ConfigMap/settings has no pod');
});

test('a subtree is folded and unfolded; left leads to what it hangs on', () => {
	const {press, body} = openTree();
	press('j', 'z');
	expect(keyed(body().slice(3)).map(line => line.split('  ')[0])).toEqual([
		'ConfigMap/settings',
		'Deployment/web (+5)',
		'StatefulSet/数据库',
		'└─ Pod/数据库-0',
		'Service/old',
		'Role/reader (monitoring)',
	]);
	press('right', 'j', 'j', 'left', 'left');
	expect(body().join('\n')).toContain('├─ ReplicaSet/web-5c6d7e8f9a (+1)');
	press('left', 'left');
	expect(body().join('\n')).toContain('Deployment/web (+5)');
});

test('the cursor stays on its object while the tree changes under it', () => {
	const {press, answer, copied} = openTree();
	press('j', 'j', 'j', 'j', 'j', 'c');
	answer(sampleTree({nodes: [sampleNode('Namespace', 'a', {namespace: ''}), ...shopNodes.toSpliced(2, 2)]}));
	press('c');
	expect(copied).toEqual(['Pod/shop/web-7d9f8b6c5d-x2x4z', 'Pod/shop/web-7d9f8b6c5d-x2x4z']);
	answer(sampleTree({nodes: shopNodes.slice(0, 1)}));
	press('c');
	expect(copied.at(-1)).toBe('ConfigMap/shop/settings');
});

test('the cursor reaches the last of many, and the way back scrolls only at the edge', () => {
	const nodes = Array.from({length: 60}, (_, index) => sampleNode('ConfigMap', `c${String(index).padStart(2, '0')}`));
	const {press, body} = openTree(80, 24, sampleTree({nodes}));
	press('G');
	expect(body().at(-1)).toContain('ConfigMap/c59');
	press('k', 'k');
	expect(body().at(-1)).toContain('ConfigMap/c59');
	press('g');
	expect(body()[4]).toContain('ConfigMap/c00');
	press('page-down');
	expect(body().at(-1)).toContain('ConfigMap/c14');
});

test.for([
	['x2x4z', ['Deployment/web', '└─ ReplicaSet/web-7d9f8b6c5d', '   └─ Pod/web-7d9f8b6c5d-x2x4z']],
	['leftover', ['Service/old']],
	['数据 pod', ['StatefulSet/数据库', '└─ Pod/数据库-0']],
	['!web', ['ConfigMap/settings', 'StatefulSet/数据库', '└─ Pod/数据库-0', 'Service/old', 'Role/reader (monitoring)']],
] as const)('/%s shows what matches, and what that hangs on', ([filter, expected]) => {
	const {press, type, body} = openTree();
	press('/');
	type(filter.replace('!web', '!web'));
	press('enter');
	expect(
		keyed(body().slice(3)).map(line => line.split(/ {2,}(?=Synced|OutOf|Healthy|Degraded)/)[0]?.trimEnd()),
	).toEqual(expected);
});

test('! leaves only what is not Synced and Healthy, with what that hangs on; Esc shows all again', () => {
	const {press, body, screen} = openTree();
	press('!');
	expect(keyed(body().slice(3)).map(line => line.split('  ')[0])).toEqual([
		'ConfigMap/settings',
		'Deployment/web',
		'└─ ReplicaSet/web-7d9f8b6c5d',
		'   └─ Pod/web-7d9f8b6c5d-x2x4z'.split('  ')[0],
		'Service/old',
	]);
	expect(screen()[3]).toContain('shop (5 of 11)  problems only');
	press('esc');
	expect(screen()[3]).toContain('shop (11)');
	press('!');
	expect(screen()[3]).toContain('problems only');
});

test('problems stand above the tree, and p lists all of them in full', () => {
	const problems = Array.from({length: 30}, (_, index) => ({
		where: `apps/shop/file-${index}.yaml:3`,
		message: `the field spec.${'x'.repeat(80)} is not known`,
	}));
	const {press, body} = openTree(80, 24, sampleTree({problems}));
	expect(body().slice(3, 6)).toEqual([
		expect.stringMatching(/^ apps\/shop\/file-0\.yaml:3: .*…$/),
		' and 29 more problems: p lists all',
		expect.stringContaining('RESOURCE'),
	]);
	press('p');
	expect(body().join('')).toContain('is not known');
	press('G');
	expect(body().join('')).toContain('file-29.yaml');
	press('esc');
	expect(body()[5]).toContain('RESOURCE');
});

test('before an answer, after a refusal, and where nothing is declared, it says what is going on', () => {
	const driver = openShell();
	driver.greet();
	driver.tell({kind: 'rows', seq: 1, upserts: [sampleRow()], deletes: []});
	driver.press('enter');
	expect(driver.body()[1]).toBe('  Reading the resources of shop …');
	driver.tell({
		kind: 'refused',
		id: driver.session.idOf('tree'),
		message: 'prod can’t be reached',
		advice: 'Check the VPN.',
		againInMs: 5000,
	});
	expect(driver.body().slice(1, 5)).toEqual([
		'  prod can’t be reached',
		'  Check the VPN.',
		'',
		'  It is tried again within 5 s; Esc goes back.',
	]);

	const {tell, session, body} = openTree(80, 24, sampleTree({nodes: []}));
	expect(body()[4]).toBe('  Nothing is declared in apps/shop, and nothing is left over.');
	tell({kind: 'refused', id: session.idOf('tree'), message: 'no route', advice: 'Check the VPN.', againInMs: 5000});
	expect(body()[0]).toBe(' stale, tried again within 5 s: no route. Check the VPN.');
});

test('hostile names move no cursor and break no column', () => {
	const nodes = [
		sampleNode('ConfigMap', 'a\u001b[2Jb\nc\u202e', {message: 'x\r\ny\u0007'}),
		owned(1, 'Pod', '👩‍💻-é́'),
		sampleNode('ConfigMap', 'plain'),
	];
	const {shell, body} = openTree(80, 24, sampleTree({nodes}));
	const text = shell.frame().join('');
	const [first = '', ...styled] = text.split('\u001b');
	expect(styled.filter(piece => !/^\[[\d;]+m/.test(piece))).toEqual([]);
	expect([first, ...styled].join('')).not.toMatch(/[\p{Cc}\u202e]/u);
	expect(text).not.toContain('[2Jb\n');
	expect(body()[4]).toContain('ConfigMap/a\\u001b[2Jb\\u000ac\\u202e');
	expect(body()[4]).toContain('Synced');
});
