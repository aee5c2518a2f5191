import {expect, test} from 'vitest';
import type {Preview} from '../../../source/model/question.ts';
import {openShell} from '../support/driver.ts';
import {sampleRow} from '../support/samples.ts';

function open(size: {readonly columns?: number; readonly rows?: number; readonly isReadOnly?: boolean} = {}) {
	const driver = openShell(size);
	driver.greet();
	driver.tell({kind: 'rows', seq: 1, upserts: [sampleRow()], deletes: []});
	driver.type(':new');
	driver.press('enter');
	const text = () => driver.body().join('\n');
	const asked = (kind: 'preview' | 'create') =>
		driver.session.sent.flatMap(intent =>
			intent.kind === 'ask' && intent.question.kind === kind ? [intent.question] : [],
		);
	/** A name and a repository: all that is needed. */
	const fill = () => {
		driver.type('web');
		driver.press('tab', 'tab');
		driver.shell.paste('https://example.com/web.git\n');
	};
	const preview = (part: Partial<Preview>) => {
		const value = {
			manifest: 'kind: Application\nname: web\n',
			revision: 'a'.repeat(40),
			objects: [],
			problems: [],
			isValid: true,
			...part,
		};
		driver.tell({kind: 'answer', id: driver.session.idOf('preview'), answer: {kind: 'preview', value}});
	};
	return {...driver, text, asked, fill, preview};
}

test('all fields are in sight at 80 by 24, with what is meant where nothing is typed', () => {
	const driver = open();
	expect(
		driver
			.body()
			.slice(0, 12)
			.map(line => line.slice(0, 40).trimEnd()),
	).toEqual([
		'> name',
		'  project      default',
		'  repository',
		'  revision     HEAD',
		'  path         .',
		'  recurse      [ ]',
		'  cluster      prod',
		'  namespace    default',
		'  auto-sync    [ ]',
		'  prune        [ ]',
		'  self-heal    [ ]',
		'  file',
	]);
	driver.type('web');
	expect(driver.text()).toContain('  file         web.yaml');
});

test('keys of other screens are letters here', () => {
	const driver = open();
	driver.type('q:?/n');
	expect(driver.text()).toContain('q:?/n');
});

test('space turns a switch, and letters turn nothing', () => {
	const driver = open();
	driver.press('up', 'up', 'space', 'x', 'q');
	expect(driver.text()).toContain('> self-heal    [x]');
});

test('a mistake is told at its field once the field was left', () => {
	const driver = open();
	driver.type('Shop');
	expect(driver.text()).not.toContain('✗');
	driver.press('tab');
	expect(driver.text()).toMatch(/name +✗ Shop +lower-case letters/);
	driver.press('shift-tab', 'ctrl-u');
	driver.type('shop');
	expect(driver.text()).toMatch(/name +✗ shop +is taken/);
});

test('what is missing is marked, and nothing is created', () => {
	const driver = open();
	driver.press('ctrl-s');
	expect(driver.foot()).toContain('not created: correct the fields that are marked');
	expect(driver.text()).toMatch(/repository +✗ +is needed/);
	expect(driver.asked('create')).toEqual([]);
});

test('ctrl-s creates, and leads to the resources of what was created', () => {
	const driver = open();
	driver.fill();
	driver.press('ctrl-s', 'x');
	expect(driver.text()).toContain('Writing the manifest …');
	expect(driver.asked('create')).toMatchObject([
		{
			draft: {name: 'web', repository: 'https://example.com/web.git', cluster: 'prod'},
			file: 'web.yaml',
			by: 'ada@desk',
		},
	]);
	driver.tell({kind: 'answer', id: driver.session.idOf('create'), answer: {kind: 'create', value: {file: 'web.yaml'}}});
	expect(driver.foot()).toContain('web created in web.yaml');
	expect(driver.screen()[3]).toContain('web');
	expect(driver.session.sent.at(-1)).toMatchObject({question: {kind: 'tree', app: 'web'}});
});

test('a creation that is refused keeps what was typed, and says why', () => {
	const driver = open();
	driver.fill();
	driver.press('ctrl-s');
	driver.tell({
		kind: 'refused',
		id: driver.session.idOf('create'),
		message: 'web.yaml is there already',
		advice: 'Give another name',
	});
	expect(driver.foot()).toContain('not created: web.yaml is there already. Give another name');
	expect(driver.text()).toContain('https://example.com/web.git');
});

test('a preview shows objects, problems and the manifest, and scrolls', () => {
	const driver = open();
	driver.fill();
	driver.press('ctrl-p', 'ctrl-p');
	expect(driver.asked('preview')).toHaveLength(1);
	const objects = Array.from({length: 30}, (_, index) => ({
		group: '',
		version: 'v1',
		kind: 'ConfigMap',
		namespace: 'shop',
		name: `c-${index}`,
	}));
	driver.preview({objects, problems: [{where: 'a.yaml:1', message: 'is odd'}]});
	expect(driver.text()).toMatch(
		/It can be created[\s\S]*a\.yaml:1: is odd[\s\S]*It declares 30 objects[\s\S]*ConfigMap shop\/c-0/,
	);
	driver.press('G');
	expect(driver.text()).toMatch(/Its manifest\n {3}kind: Application\n {3}name: web/);
	driver.press('esc');
	expect(driver.text()).toContain('> repository');
});

test('while what was previewed is being created, no key leads away from where its end will lead', () => {
	const driver = open();
	driver.fill();
	driver.press('ctrl-p');
	driver.preview({});
	driver.press('ctrl-s');
	driver.type('?:apps');
	driver.press('enter');
	const answer = {kind: 'create', value: {file: 'web.yaml'}} as const;
	driver.tell({kind: 'answer', id: driver.session.idOf('create'), answer});
	expect(driver.foot()).toContain('web created in web.yaml');
	expect(driver.screen()[3]).toContain('web');
	driver.press('esc');
	expect(driver.screen()[3]).toContain('Applications');
});

test('what the engine objects to stands at its field until that is changed', () => {
	const driver = open();
	driver.fill();
	driver.press('ctrl-p');
	driver.preview({isValid: false, problems: [{where: 'repository', message: 'no route'}]});
	expect(driver.text()).toContain('It can not be created like this');
	driver.press('enter');
	expect(driver.text()).toMatch(/✗ https:\/\/example\.com\/web\.git +no route/);
	driver.type('x');
	expect(driver.text()).not.toContain('✗');
});

test('ctrl-n offers the contexts', () => {
	const driver = open();
	driver.press('ctrl-n', 'ctrl-n');
	expect(driver.text()).toContain('> cluster      staging');
});

test('Esc asks before it throws away what was typed', () => {
	const driver = open();
	driver.type('web');
	driver.press('esc');
	expect(driver.text()).toContain('Esc again throws away what was typed');
	driver.type('x');
	expect(driver.text()).not.toContain('Esc again');
	driver.press('esc', 'esc');
	expect(driver.screen()[3]).toContain('Applications');
});

test('Esc leaves at once where nothing was typed', () => {
	const driver = open();
	driver.press('esc');
	expect(driver.screen()[3]).toContain('Applications');
});

test('in read-only nothing is created', () => {
	const driver = open({isReadOnly: true});
	driver.fill();
	driver.press('ctrl-s');
	expect(driver.foot()).toContain('read-only');
	expect(driver.asked('create')).toEqual([]);
});

test('on a low screen the field that is filled in is in sight', () => {
	const driver = open({columns: 60, rows: 12});
	driver.press('up');
	expect(driver.text()).toContain('> file');
});
