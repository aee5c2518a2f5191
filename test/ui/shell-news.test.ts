import {expect, test} from 'vitest';
import {openShell} from './support/driver.ts';
import {sampleEvent, sampleHello} from './support/samples.ts';

test('what was cut off is named before it is resumed', () => {
	const {screen, tell} = openShell({isHeld: true});
	tell({kind: 'hello', hello: sampleHello({applications: [], cutOff: ['shop']})});
	expect(screen().join('\n')).toContain('What was approved and cut off is resumed: shop');
	expect(screen().join('\n')).toContain('nothing else is written without your approval');
});

test('what happened a while ago is not told as what the engine is doing', () => {
	const {screen, greet, tell} = openShell();
	greet();
	tell({kind: 'events', events: [sampleEvent({time: '2026-11-20T11:58:00Z'})]});
	expect(screen()[1]).toMatch(/^ watching 2 applications; last, at \d\d:58:00: shop: Deployment shop\/web created$/);
});

test('that a cluster still does not answer is no news', () => {
	const {screen, greet, tell, press} = openShell();
	greet();
	const still = sampleEvent({kind: 'stale', message: 'last known: Synced'});
	tell({
		kind: 'events',
		events: [sampleEvent({kind: 'stale', app: '', message: 'cluster prod does not answer'}), still, still],
	});
	expect(screen()[1]).toContain('cluster prod does not answer');
	press('T');
	expect(screen().filter(line => line.includes('last known'))).toEqual([]);
	press('v');
	expect(screen().filter(line => line.includes('last known'))).toHaveLength(2);
});

test('a place that is open already is gone back to', () => {
	const {press, foot, greet} = openShell();
	greet();
	press('T', '?', 'T');
	expect(foot().trim()).toBe('applications › stream');
});
