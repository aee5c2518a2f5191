import {defineConfig} from 'vitest/config';
import {WaitingReporter} from './test/support/waiting-reporter.ts';

/**
 * What only a real control plane has: programs that can be killed one by one, the real kubectl, users without rights, and
 * the answers that the contract has recorded. And what takes too long for `npm test`: the engine's own faults,
 * hostile repositories by the whole program, and objects that change hands.
 */
const onlyOnControlPlane = [
	...['contract', 'outage', 'permissions*', 'sandbox', 'starter', 'viewer'],
	...['faults/**/*', 'hostile', 'ownership'],
].map(name => `test/cluster/${name}.e2e.test.ts`);

/** What measures the process that it runs in: its memory, and its time. */
const measured = ['helm-index', 'constraint'].map(name => `test/adapters/charts/${name}.test.ts`);

export default defineConfig({
	test: {
		reporters: ['default', new WaitingReporter()],
		projects: [
			{
				test: {
					name: 'rooms',
					include: ['test/**/*.test.ts'],
					exclude: ['test/cluster/**', ...measured],
					globalSetup: ['test/support/compile-cache.ts'],
					maxWorkers: 2,
					// A process for each file would take twice as long as all tests: what they need is loaded once.
					isolate: false,
					// A full machine is late.
					expect: {poll: {timeout: 4000}},
				},
			},
			{test: {name: 'measured', include: measured, maxWorkers: 2}},
			{
				test: {
					name: 'embedded cluster',
					include: ['test/cluster/**/*.e2e.test.ts'],
					exclude: onlyOnControlPlane,
					globalSetup: ['test/support/compile-cache.ts', 'test/cluster/embedded-setup.ts'],
					testTimeout: 60_000,
					hookTimeout: 60_000,
					maxWorkers: 2,
					// Each test runs programs of its own: beside all others they would be late for the seconds that they are given.
					sequence: {groupOrder: 1},
				},
			},
		],
	},
});
