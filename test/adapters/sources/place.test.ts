import {expect, test} from 'vitest';
import {checkPlace, kindOfPlace} from '../../../source/adapters/sources/place.ts';

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
	['https://charts.example', 'web', 'charts of a repository of charts are not supported yet'],
	['registry.example/charts', 'web', 'charts of a registry are not supported yet'],
	['oci://registry.example/shop', '', 'artifacts of a registry are not supported yet'],
	['ssh://git@git.example/shop', 'web', 'a chart is read by https, or from a registry'],
	['ftp://git.example/shop', '', 'repositories are not read by ftp://'],
] as const)('%s with the chart "%s" can not be read, and is told why', ([repository, chart, why]) => {
	expect(checkPlace({repository, chart})).toContain(why);
});
