import {expect, test} from 'vitest';
import {checkPlace, checkRevisionOf, kindOfPlace} from '../../../source/adapters/sources/place.ts';

test.for([
	['git', 'https://git.example/shop.git', ''],
	['git', 'git@git.example:shop.git', ''],
	['git', '/srv/shop', ''],
	['helm', 'https://charts.example', 'web'],
	['helm', 'HTTP://localhost:8080/charts', 'web'],
	['registry', 'oci://registry.example/charts', 'web'],
	['registry', 'registry.example:5000/charts', 'web'],
	['artifact', 'oci://registry.example/shop', ''],
	['artifact', 'OCI://registry.example/shop', ''],
	['git', 'ssh://git@git.example/shop', 'web'],
] as const)('%s is what %s with the chart "%s" is read by', ([kind, repository, chart]) => {
	expect(kindOfPlace({repository, chart})).toBe(kind);
});

test.for([
	['http://charts.example', 'web', 'plain http is only used on this machine'],
	['https://ada:secret@charts.example', 'web', 'it holds a user or a password'],
	['https://charts.example?key=secret', 'web', 'this is no plain URL'],
	['https://charts.example', '../web', '"../web" is no name of a chart'],
	['registry.example/Charts', 'web', '"Charts" is no name in a registry'],
	['oci://registry.example', '', 'is no name in a registry'],
	['ssh://git@git.example/shop', 'web', 'a chart is read by https, or from a registry'],
	['ftp://git.example/shop', '', 'repositories are not read by ftp://'],
] as const)('%s with the chart "%s" can not be read, and is told why', ([repository, chart, why]) => {
	expect(checkPlace({repository, chart})).toContain(why);
});

test.for([
	['https://charts.example', 'web', '^1.2'],
	['https://charts.example', 'web', `1.2.3@sha256:${'a'.repeat(64)}`],
	['https://charts.example', 'web', 'HEAD'],
	['oci://registry.example/shop', '', 'latest'],
	['oci://registry.example/shop', '', '>=1, <2'],
	['oci://registry.example/shop', '', `sha256:${'a'.repeat(64)}`],
] as const)('of %s with the chart "%s" %s may be asked for', ([repository, chart, revision]) => {
	expect(checkRevisionOf({repository, chart}, revision)).toBeUndefined();
});

test.for([
	['https://charts.example', 'web', 'main', 'the revision "main" is no version of a chart'],
	['registry.example', 'web', 'latest', 'the revision "latest" is no version of a chart'],
	['oci://registry.example/shop', '', 'a/b', 'the revision "a/b" is no tag'],
	['https://git.example/shop', '', '^1.2', 'holds what Git allows in no name'],
] as const)('of %s with the chart "%s" %s is refused, and it is told why', ([repository, chart, revision, why]) => {
	expect(checkRevisionOf({repository, chart}, revision)).toContain(why);
});
