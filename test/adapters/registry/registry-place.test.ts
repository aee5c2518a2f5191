import {expect, test} from 'vitest';
import {parseRegistryPlace} from '../../../source/adapters/registry/registry-place.ts';

test.for([
	['oci://ghcr.io/shop/web', '', 'ghcr.io', 'shop/web'],
	['oci://ghcr.io/shop/', 'web', 'ghcr.io', 'shop/web'],
	['ghcr.io/shop', 'web', 'ghcr.io', 'shop/web'],
	['localhost:5000', 'web', 'localhost:5000', 'web'],
	['oci://[::1]:5000/web', '', '[::1]:5000', 'web'],
	['oci://docker.io/nginx', '', 'registry-1.docker.io', 'library/nginx'],
	['registry-1.docker.io/bitnamicharts', 'nginx', 'registry-1.docker.io', 'bitnamicharts/nginx'],
	['oci://index.docker.io/bitnamicharts/nginx', '', 'registry-1.docker.io', 'bitnamicharts/nginx'],
])('%s with the chart "%s" is asked of %s for %s', ([repository = '', chart = '', host, name]) => {
	expect(parseRegistryPlace(repository, chart)).toMatchObject({host, name});
});

test.for([
	['oci://ada:secret@ghcr.io/shop', 'it holds a user or a password'],
	['oci://ada:sec/ret@ghcr.io/shop', 'it holds a user or a password'],
	['oci:///shop', 'is no host of a registry'],
	['oci://ghcr.io', 'is no name in a registry'],
	['oci://ghcr.io/../x', '".." is no name in a registry'],
	['oci://ghcr.io/Shop', '"Shop" is no name in a registry'],
	['oci://ghcr.io/shop?x=y', 'is no name in a registry'],
	['oci://ghcr.io/shop:1.0.0', 'is no name in a registry'],
])('%s is refused: %s', ([repository = '', expected]) => {
	expect(parseRegistryPlace(repository, '')).toEqual({problem: expect.stringContaining(expected ?? '')});
});
