import {expect, test} from 'vitest';
import {openTree, sampleSource, sampleTree} from './tree-samples.ts';

const sources = [
	sampleSource({label: 'source 1', path: '.', chart: 'web', revision: `1.2.3@sha256:${'0f'.repeat(32)}`}),
	sampleSource({label: 'source Values', path: '', ref: 'values', tool: ''}),
	sampleSource({label: 'source 3', revision: '', tool: ''}),
];

test.for([
	[
		[80, 24],
		[
			' source 1  by kustomize v5.8.2 in 120 ms  at 1.2.3  chart web  of https://git.e…',
			' source Values  files for $values  and 1 more: v lists all  at 1a2b3c4  of http…',
			'RESOURCE                        SYNC       HEALTH        AGE  MESSAGE',
		],
	],
	[
		[120, 40],
		[
			' source 1  by kustomize v5.8.2 in 120 ms  at 1.2.3  chart web  of https://git.example/shop.git',
			' source Values  files for $values  at 1a2b3c4  of https://git.example/shop.git',
			' source 3  never  at no commit  path apps/shop  of https://git.example/shop.git',
		],
	],
] as const)('of several sources each has its line, as far as there is room: %j', ([[columns, rows], expected]) => {
	expect(openTree(columns, rows, sampleTree({sources})).body().slice(2, 5)).toEqual(expected);
});
