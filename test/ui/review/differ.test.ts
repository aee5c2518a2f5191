import {expect, test} from 'vitest';
import {Differ} from '../../../source/ui/review/differ.ts';
import {sampleChange} from './changes.ts';

function large(prefix: string) {
	const lines = Array.from({length: 5000}, (_, index) => `${prefix} ${index} ${index % 7 === 0 ? prefix : 'same'}`);
	return {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'large'}, data: {conf: lines.join('\n')}};
}

test('two texts of 5,000 lines that differ in each are compared within the time limit, and once', () => {
	const differ = new Differ();
	const change = sampleChange('large', {before: large('old'), after: large('new')});
	const start = performance.now();
	const diff = differ.of(change);
	expect(performance.now() - start).toBeLessThan(2000);
	expect(diff.hunks(3).length).toBeGreaterThan(0);
	// A newer plan holds the same change as another value.
	expect(differ.of(structuredClone(change))).toBe(diff);
});

test('what the server adds is compared anew, though it is no part of the digest', () => {
	const differ = new Differ();
	const change = sampleChange('web');
	const first = differ.of(change);
	const after = {...change.after, spec: {replicas: 3, clusterIP: '10.0.0.1'}};
	expect(differ.of({...change, after})).not.toBe(first);
	expect(differ.of({...change, after}).lines.map(({text}) => text)).toContain('  clusterIP: "10.0.0.1"');
});

test('no more than its share of differences is kept', () => {
	const differ = new Differ();
	const first = sampleChange('first');
	const diff = differ.of(first);
	for (let index = 0; index < 200; index++) {
		differ.of(sampleChange(`web-${index}`));
	}

	expect(differ.of(first)).not.toBe(diff);
});
