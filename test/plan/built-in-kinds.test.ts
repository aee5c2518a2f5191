import {expect, test} from 'vitest';
import {isBuiltInNamespaced} from '../../source/plan/built-in-kinds.ts';
import {builtInResources} from '../../source/sandbox/objects/catalog.ts';

test("what is known of Kubernetes' own kinds is what Kubernetes says of them", () => {
	const all = builtInResources().map(({group, kind, namespaced}) => ({group, kind, namespaced}));
	expect(all.length).toBeGreaterThan(60);
	expect(all.map(({group, kind}) => ({group, kind, namespaced: isBuiltInNamespaced({group, kind})}))).toEqual(all);
});

test.for([
	['example.com', 'Thing'],
	['gateway.networking.k8s.io', 'GatewayClass'],
	['metrics.k8s.io', 'NodeMetrics'],
])("nothing is claimed of others' kinds: %s %s", ([group = '', kind = '']) => {
	expect(isBuiltInNamespaced({group, kind})).toBeUndefined();
});
