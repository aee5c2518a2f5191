import {expect, test} from 'vitest';
import {item, list, refuse, reply} from '../fakes/api.ts';
import {
	added,
	bookmark,
	breaks,
	ends,
	expired,
	follow,
	line,
	requestsOf,
	type Script,
	stays,
} from '../fakes/watching.ts';

test.for<[string, Script, readonly string[], readonly string[]]>([
	[
		'tells what is there, then what changes',
		{watches: [stays(added('b', '11'), line('MODIFIED', item('a', '12')), line('DELETED', item('b', '13')))]},
		['listed a', 'changed b', 'changed a', 'gone b'],
		['list', 'watch 10'],
	],
	[
		'resumes from the last version when the server ends it, without listing and without a word',
		{watches: [ends(added('b', '11')), stays(added('c', '12'))]},
		['listed a', 'changed b', 'changed c'],
		['list', 'watch 10', 'watch 11'],
	],
	[
		'resumes from a bookmark, which is no event',
		{watches: [ends(bookmark('50')), stays(added('c', '51'))]},
		['listed a', 'changed c'],
		['list', 'watch 10', 'watch 50'],
	],
	[
		'says nothing of a connection that is cut and made again at once',
		{watches: [breaks(added('b', '11')), stays(added('c', '12'))]},
		['listed a', 'changed b', 'changed c'],
		['list', 'watch 10', 'watch 11'],
	],
	[
		'lists anew when its version is too old to resume',
		{
			lists: [reply(200, list([item('a')])), reply(200, list([item('z')], '20'))],
			watches: [refuse(410, 'too old'), stays()],
		},
		['listed a', 'listed z'],
		['list', 'watch 10', 'list', 'watch 20'],
	],
	[
		'lists anew when the stream says so',
		{
			lists: [reply(200, list([item('a')])), reply(200, list([item('z')], '20'))],
			watches: [ends(added('b', '11'), expired), stays()],
		},
		['listed a', 'changed b', 'listed z'],
		['list', 'watch 10', 'list', 'watch 20'],
	],
	[
		'makes the stream again when it breaks within an event',
		{watches: [ends(added('b', '11'), added('c', '12').slice(0, 20)), stays(added('c', '12'))]},
		['listed a', 'changed b', 'changed c'],
		['list', 'watch 10', 'watch 11'],
	],
	[
		'makes the stream again when it sends nonsense',
		{watches: [stays(added('b', '11'), 'nonsense\n'), stays(added('c', '12'))]},
		['listed a', 'changed b', 'changed c'],
		['list', 'watch 10', 'watch 11'],
	],
	[
		'makes the stream again when it tells of an error',
		{watches: [stays(added('b', '11'), line('ERROR', {code: 500})), stays(added('c', '12'))]},
		['listed a', 'changed b', 'changed c'],
		['list', 'watch 10', 'watch 11'],
	],
	[
		'says once that it is stale, and when it is fresh again',
		{
			watches: [
				breaks(added('b', '11')),
				refuse(500, 'down'),
				refuse(500, 'down'),
				refuse(500, 'down'),
				stays(added('c', '12')),
			],
		},
		['listed a', 'changed b', 'stale', 'fresh', 'changed c'],
		['list', 'watch 10', 'watch 11', 'watch 11', 'watch 11', 'watch 11'],
	],
	[
		'says it again when there is another reason',
		{
			watches: [
				breaks(added('b', '11')),
				refuse(500, 'down'),
				refuse(500, 'down'),
				refuse(502, 'down'),
				stays(added('c', '12')),
			],
		},
		['listed a', 'changed b', 'stale', 'stale', 'fresh', 'changed c'],
		['list', 'watch 10', 'watch 11', 'watch 11', 'watch 11', 'watch 11'],
	],
	[
		'is fresh again only after a new list, where it needs one',
		{
			lists: [reply(200, list([item('a')])), refuse(500, 'down'), reply(200, list([item('z')], '20'))],
			watches: [ends(expired), stays()],
		},
		['listed a', 'stale', 'listed z', 'fresh'],
		['list', 'watch 10', 'list', 'list', 'watch 20'],
	],
	[
		'is stale where not even the first list can be had',
		{lists: [refuse(500, 'down'), refuse(500, 'down'), reply(200, list([]))]},
		['stale', 'listed', 'fresh'],
		['list', 'list', 'list', 'watch 10'],
	],
	[
		'is stale at once where it is forbidden, and tries again',
		{lists: [refuse(403, 'forbidden'), refuse(403, 'forbidden'), reply(200, list([item('a')]))]},
		['stale', 'listed a', 'fresh'],
		['list', 'list', 'list', 'watch 10'],
	],
	[
		'knows that a kind that is not served has no objects, says it once, and tries again',
		{lists: [refuse(404, 'no such kind'), refuse(404, 'no such kind'), reply(200, list([item('a')]))]},
		['listed', 'listed a'],
		['list', 'list', 'list', 'watch 10'],
	],
	[
		'knows it too when the kind goes away later',
		{
			lists: [reply(200, list([item('a')])), refuse(404, 'no such kind'), reply(200, list([item('z')], '20'))],
			watches: [ends(added('b', '11')), refuse(404, 'no such kind'), stays()],
		},
		['listed a', 'changed b', 'listed', 'listed z'],
		['list', 'watch 10', 'watch 11', 'list', 'list', 'watch 20'],
	],
	[
		'takes a 404 of something that is not the API server for a lost connection, not for an empty list',
		{watches: [ends(added('b', '11')), reply(404, '404 page not found'), reply(404, '404 page not found'), stays()]},
		['listed a', 'changed b', 'stale', 'fresh'],
		['list', 'watch 10', 'watch 11', 'watch 11', 'watch 11'],
	],
	[
		'waits as long as a busy server asks',
		{watches: [reply(429, {}, {'retry-after': '0'}), stays(added('b', '11'))]},
		['listed a', 'changed b'],
		['list', 'watch 10', 'watch 10'],
	],
])('a watch %s', async ([, script, seen, requests]) => {
	const following = await follow(script);
	await expect.poll(() => following.seen).toEqual(seen);
	await expect.poll(() => requestsOf(following.api)).toEqual(requests);
});
