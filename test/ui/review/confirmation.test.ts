import {expect, test} from 'vitest';
import type {Change} from '../../../source/model/change.ts';
import {plainText} from '../../../source/ui/line.ts';
import {Confirmation, needsName, resourcesOf, whatMoved} from '../../../source/ui/review/confirmation.ts';
import {sampleChange} from './changes.ts';

const update = sampleChange('web');
const creation = sampleChange('api', {op: 'create'});
const deletion = sampleChange('old', {op: 'delete', risks: ['waits for finalizers: a']});

test.for<{readonly title: string; readonly change: Change; readonly isNeeded: boolean}>([
	{title: 'an update', change: update, isNeeded: false},
	{title: 'a creation', change: creation, isNeeded: false},
	{title: 'an update that restarts pods', change: sampleChange('web', {risks: ['restarts its pods']}), isNeeded: false},
	{title: 'a deletion', change: deletion, isNeeded: true},
	{title: 'a replacement', change: sampleChange('web', {op: 'replace'}), isNeeded: true},
	{title: 'an adoption', change: sampleChange('web', {consents: ['adopt']}), isNeeded: true},
	{title: 'a take-over', change: sampleChange('web', {consents: ['take-over']}), isNeeded: true},
])('$title wants the name typed: $isNeeded', ({change, isNeeded}) => {
	expect(needsName([creation, change])).toBe(isNeeded);
});

test('all changes are the whole plan, and fewer go by their keys', () => {
	expect(resourcesOf([update, creation], [update, creation])).toEqual([]);
	expect(resourcesOf([creation], [update, creation])).toEqual(['apps/Deployment/shop/api']);
});

test.for<{readonly title: string; readonly now: readonly Change[]; readonly moved: readonly string[]}>([
	{title: 'what is the same has not moved', now: [update, creation], moved: []},
	{title: 'what came besides is no matter', now: [update, creation, deletion], moved: []},
	{title: 'what is gone', now: [creation], moved: ['Deployment shop/web needs no change any more']},
	{
		title: 'what is another change',
		now: [sampleChange('web', {digest: 'other'}), creation],
		moved: ['Deployment shop/web moved: look again'],
	},
])('$title', ({now, moved}) => {
	expect(whatMoved([update, creation], now)).toEqual(moved);
});

const target = {app: 'shop', context: 'prod', server: 'https://prod', revision: '0123456789abcdef', digest: 'abcdef'};

function text(confirmation: Confirmation, all: readonly Change[], height = 19): string {
	return confirmation.lines(target, all, height).map(plainText).join('\n');
}

test('it names where, what, how many of how many, and the risks, what is lost first', () => {
	const all = [update, creation, deletion, sampleChange('job'), sampleChange('db')];
	const shown = text(new Confirmation([update, creation, deletion]), all);
	expect(shown).toContain('1 create, 1 update, 1 delete  (3 of 5 changes)');
	expect(shown).toMatch(/Application +shop\n Context +prod +https:\/\/prod\n Commit +0123456 +plan abcdef/);
	expect(shown.indexOf('- Deployment shop/old')).toBeLessThan(shown.indexOf('~ Deployment shop/web'));
	expect(shown).toContain('waits for finalizers: a');
});

test('of several sources each commit is shown, on a narrow screen too', () => {
	const commits = Array.from({length: 9}, (_, index) => `${index}`.repeat(40));
	const revision = [...commits, `1.2.3@sha256:${'a'.repeat(64)}`].join(',');
	const lines = new Confirmation([update]).lines({...target, revision}, [update], 19).map(plainText);
	expect(lines.slice(3, 6)).toEqual([
		' Commits      0000000, 1111111, 2222222, 3333333, 4444444, 5555555, 6666666, ',
		'              7777777, 8888888, 1.2.3',
		' Plan         abcdef',
	]);
});

test('a hundred changes fit, and what is left out is said', () => {
	const many = Array.from({length: 100}, (_, index) => sampleChange(`web-${index}`));
	const lines = new Confirmation(many).lines(target, many, 19);
	expect(lines).toHaveLength(19);
	expect(lines.map(plainText).join('\n')).toMatch(/and 89 lines more/);
});

test('nothing is confirmed before it was shown', () => {
	const confirmation = new Confirmation([update]);
	expect(confirmation.isConfirmed('shop')).toBe(false);
	text(confirmation, [update]);
	expect(confirmation.isConfirmed('shop')).toBe(true);
});

test('a deletion is confirmed by the whole name alone', () => {
	const confirmation = new Confirmation([deletion]);
	text(confirmation, [deletion]);
	const confirmed = [...'shop'].map(key => {
		confirmation.type(key);
		return confirmation.isConfirmed('shop');
	});
	expect(confirmed).toEqual([false, false, false, true]);
});

test('once anything of it moved it is void, though it moves back', () => {
	const confirmation = new Confirmation([update]);
	text(confirmation, [update]);
	confirmation.check([sampleChange('web', {digest: 'other'})]);
	confirmation.check([update]);
	expect(confirmation.isConfirmed('shop')).toBe(false);
	expect(text(confirmation, [update])).toContain('The plan moved while you were asked');
});
