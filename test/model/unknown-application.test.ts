import {expect, test} from 'vitest';
import {unknownApplication} from '../../source/model/unknown-application.ts';

const many = Array.from({length: 200}, (_, index) => `shop-${String(index).padStart(3, '0')}`);

test.for<[string, string, readonly string[], string]>([
	['few applications are listed', 'nope', ['api', 'web'], 'no application nope; there are: api, web'],
	[
		'of few, the one that was meant is named first',
		'wbe-1',
		['api', 'web-1'],
		'no application wbe-1; did you mean web-1? There are: api, web-1',
	],
	['of many, only how many there are', 'nope', many, 'no application nope; there are 200: `trueup list` shows them'],
	[
		'of many, the nearest',
		'shp-100',
		many,
		'no application shp-100; did you mean shop-100, shop-000 or shop-101? There are 200: `trueup list` shows them',
	],
	[
		'of many, those that hold it',
		'199',
		many,
		'no application 199; did you mean shop-199? There are 200: `trueup list` shows them',
	],
])('%s', ([, app, names, expected]) => {
	expect(unknownApplication(app, names).message).toBe(expected);
});
