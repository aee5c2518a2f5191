import {expect, test} from 'vitest';
import {missingVersion} from '../../../source/sandbox/objects/overwriting.ts';

test.for<[string, string, boolean, boolean]>([
	['a ConfigMap is replaced blindly', '/ConfigMap', false, false],
	['a Lease is not', 'coordination.k8s.io/Lease', false, true],
	['a custom resource is not', 'example.com/Thing', true, true],
])('%s', ([, kind, custom, isRefused]) => {
	expect(missingVersion(kind, custom, {group: 'g', plural: 'p', name: 'n'}) !== undefined).toBe(isRefused);
});

test('the refusal is worded as the real one', () => {
	expect(
		missingVersion('coordination.k8s.io/Lease', false, {group: 'coordination.k8s.io', plural: 'leases', name: 'seq'}),
	).toMatchObject({
		code: 422,
		message:
			'leases.coordination.k8s.io "seq" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update',
	});
});
