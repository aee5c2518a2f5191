import {get, post, remove, type Sequence} from '../sequence.ts';
import {defined, thing, things, version} from '../things.ts';

/**
 * Versions that are forgotten. Of custom resources nothing is known from before their definition, and the first version
 * of a cluster is compacted when it starts, so that 1 is too old on each.
 */
const start = [
	...defined([version('v1')]),
	post(things, thing('a')),
	post(things, thing('b')),
	post(things, thing('c')),
];
const page = {v: 'meta.k8s.io/v1', rv: 1, start: '/a\u0000'};

export const expiry: readonly Sequence[] = [
	{
		title: 'a watch from a version that is forgotten is told so and ends, and goes on after a list',
		steps: [
			...start,
			{kind: 'watch', name: 'old', path: things, query: {resourceVersion: '1'}},
			{kind: 'events', of: 'old', until: 'end'},
			get(things, {name: 'all'}),
			{kind: 'watch', name: 'new', path: things, query: {resourceVersion: '{as:all.metadata.resourceVersion}'}},
			remove(`${things}/a`),
			{kind: 'events', of: 'new', until: 1},
		],
	},
	{
		title: 'a watch without initial events from a version that is forgotten is told so',
		steps: [
			...start,
			{
				kind: 'watch',
				name: 'w',
				path: things,
				query: {resourceVersion: '1', sendInitialEvents: 'false', resourceVersionMatch: 'NotOlderThan'},
			},
			{kind: 'events', of: 'w', until: 'end'},
		],
	},
	{
		title: 'initial events are sent whatever version is forgotten',
		steps: [
			...start,
			{
				kind: 'watch',
				name: 'w',
				path: things,
				query: {
					resourceVersion: '1',
					sendInitialEvents: 'true',
					resourceVersionMatch: 'NotOlderThan',
					allowWatchBookmarks: 'true',
				},
			},
			{kind: 'events', of: 'w', until: {type: 'BOOKMARK'}},
		],
	},
	{
		title: 'a page that expired says how to go on without its version',
		steps: [
			...start,
			get(things, {query: {continue: Buffer.from(JSON.stringify(page)).toString('base64url')}, name: 'late'}),
			get(things, {query: {limit: '1', continue: '{as:late.metadata.continue}'}, name: 'next'}),
			get(things, {query: {limit: '1', continue: '{as:next.metadata.continue}'}}),
		],
	},
	{
		title: 'a list of exactly a version that is forgotten is refused',
		steps: [
			...start,
			get(things, {query: {resourceVersion: '1', resourceVersionMatch: 'Exact'}}),
			get(things, {query: {resourceVersion: '1', limit: '1'}}),
			get(things, {query: {resourceVersion: '1'}}),
			get(things, {query: {resourceVersion: '1', resourceVersionMatch: 'NotOlderThan', limit: '1'}}),
		],
	},
];
