import {test} from 'vitest';
import type {Cluster} from '../start-cluster.ts';
import {endure} from './endure.ts';
import {ownCluster} from './own-cluster.ts';
import type {Fault} from './table.ts';

const cluster = ownCluster();

const faults: readonly Fault<Cluster>[] = [
	{
		fault: 'the API server is killed and started again',
		when: 'while all is watched',
		strike: ({place}) => place.killServer(),
		told: /does not answer: connection refused/,
		heal: ({place}) => place.startServer(),
	},
];

test.for(faults)('$fault $when', fault => endure(fault, cluster()));
