import {defineConfig} from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/cluster/**/*.e2e.test.ts'],
		globalSetup: ['test/cluster/global-setup.ts'],
		// One control plane on two cores: files at the same time would only slow each other down.
		fileParallelism: false,
		// Faults that are mostly waited for may be waited for together.
		maxConcurrency: 3,
		testTimeout: 180_000,
		hookTimeout: 180_000,
	},
});
