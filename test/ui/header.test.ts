import {expect, test} from 'vitest';
import {openShell} from './support/driver.ts';
import {sampleRow} from './support/samples.ts';

test('the header names the context and counts what is not well', () => {
	const {screen, greet, tell} = openShell();
	greet();
	tell({
		kind: 'rows',
		seq: 1,
		upserts: [
			sampleRow({name: 'a'}),
			sampleRow({name: 'b', sync: 'OutOfSync'}),
			sampleRow({name: 'c', health: 'Degraded'}),
			sampleRow({name: 'd', health: 'Degraded'}),
		],
		deletes: [],
	});
	expect(screen()[0]).toBe(' trueup  prod  4 applications  1 OutOfSync  2 Degraded');
});

const outage = {context: 'prod', since: '2026-11-20T11:58:09Z'};
const elsewhere = {context: 'staging', since: '2026-11-19T11:58:09Z'};

test.for([
	['the one that is open', [{outage}], / prod not reached since \d\d:58:09 {2}2 applications {2}1 Unknown$/],
	['another', [{outage: elsewhere}], / prod staging not reached since 2026-11-\d\d \d\d:58:09 {2}2 applications/],
	['both', [{outage}, {outage: elsewhere}], / prod and staging not reached since 2026-11-\d\d \d\d:58:09 {2}2 appl/],
	['none', [{}], / prod {2}2 applications {2}1 Unknown$/],
] as const)('the header says which cluster is not reached, and since when: %s', ([, [a, b = {}], expected]) => {
	const {screen, greet, tell} = openShell();
	greet();
	const upserts = [sampleRow({name: 'a', ...a}), sampleRow({name: 'b', sync: 'Unknown', ...b})];
	tell({kind: 'rows', seq: 1, upserts, deletes: []});
	expect(screen()[0]).toMatch(expected);
});
