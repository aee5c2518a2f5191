import {expect, test} from 'vitest';
import {covers, placeOf} from '../../../source/adapters/credentials/place.ts';

test.for<[string, string, boolean]>([
	['https://git.example/team/', 'https://git.example/team/shop.git', true],
	['https://git.example/team', 'https://git.example/team/a/b', true],
	['https://git.example', 'https://GIT.example:443/team/shop', true],
	['https://git.example/team/shop', 'https://git.example/team/shop.git', true],
	['https://git.example/team/shop.git', 'https://git.example/team/shop', true],
	['https://git.example/team/', 'https://ada@git.example/team/shop', true],
	['https://git.example/team/', 'https://git.example/team/./x', true],
	['https://git.example/te%61m/', 'https://git.example/team/shop', true],
	['https://git.example/team', 'https://git.example/team-other/shop', false],
	['https://git.example/team/shop', 'https://git.example/team', false],
	['https://git.example/team.git/', 'https://git.example/team/shop', false],
	['https://git.example/team/', 'https://git.example/team/../other', false],
	['https://git.example/team/', 'https://git.example/team/%2e%2e/other', false],
	['https://git.example/team/', 'https://git.example/team/..%2fother', false],
	['https://git.example/team/', 'https://git.example/team/..%5cother', false],
	['https://git.example/team/', 'https://git.example/team/%', false],
	['https://git.example', 'http://git.example/x', false],
	['https://git.example', 'https://git.example:8443/x', false],
	['https://git.example', 'https://git.example.evil/x', false],
	['https://git.example', 'https://git.example@evil.example/x', false],
	['ssh://git@git.example/team', 'git@git.example:team/shop.git', true],
	['git@git.example:team', 'ssh://git@git.example:22/team/shop.git', true],
	['git.example:team', 'ada@git.example:team/shop.git', true],
	['git@git.example:team', 'ada@git.example:team/shop.git', false],
	['git@git.example:', 'git@git.example:team/shop.git', true],
	['git@git.example:team', 'git@git.example:team/../other.git', false],
	['oci://ghcr.io/acme', 'oci://ghcr.io/acme/charts/web', true],
	['oci://ghcr.io/acme', 'https://ghcr.io/acme/charts/web', false],
])('what is declared for %s is for %s: %s', ([prefix, address, expected]) => {
	const [declared, asked] = [placeOf(prefix), placeOf(address)];
	expect(declared !== undefined && asked !== undefined && covers(declared, asked)).toBe(expected);
});

test.for<[string]>([
	['/srv/git/shop'],
	['file:///srv/git/shop'],
	['git://git.example/x'],
	['relative'],
	['https://'],
	[''],
])('%s is no place that anything could be declared for', ([address]) => {
	expect(placeOf(address)).toBeUndefined();
});
