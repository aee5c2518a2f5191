import {maps} from '../samples.ts';
import {configMap, get, post, remove, type Sequence, type Step} from '../sequence.ts';

const web = {labelSelector: 'app=web'};

function make(name: string): Step {
	return post(maps, configMap(name, {a: '1'}, {labels: {app: 'web'}}), {isSilent: true});
}

function watchFrom(resourceVersion: string): Step {
	return {kind: 'watch', name: 'w', path: maps, query: {...web, resourceVersion}};
}

const untilSecond: Step = {kind: 'events', of: 'w', until: {type: 'ADDED', object: 'two'}};

/** What has been told once is not told again, and nothing between is left out. */
export const resuming: readonly Sequence[] = [
	{
		title: 'a watch goes on from a list without what was in it',
		steps: [
			make('one'),
			get(maps, {name: 'list', query: web}),
			make('two'),
			watchFrom('{as:list.metadata.resourceVersion}'),
			untilSecond,
		],
	},
	{
		title: 'a watch goes on from an empty list with the first that comes',
		steps: [
			make('one'),
			remove(`${maps}/one`, {isSilent: true}),
			get(maps, {name: 'list', query: web}),
			make('two'),
			watchFrom('{as:list.metadata.resourceVersion}'),
			untilSecond,
		],
	},
	{
		title: 'a watch goes on from a bookmark without what was told before it',
		steps: [
			make('one'),
			{
				kind: 'watch',
				name: 'first',
				path: maps,
				query: {...web, sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan', allowWatchBookmarks: 'true'},
			},
			{kind: 'events', of: 'first', name: 'told', until: {type: 'BOOKMARK'}},
			make('two'),
			watchFrom('{as:told.1.object.metadata.resourceVersion}'),
			untilSecond,
		],
	},
	{
		title: 'a watch goes on from the version of an event without it',
		steps: [
			make('one'),
			{kind: 'watch', name: 'first', path: maps, query: web},
			{kind: 'events', of: 'first', name: 'told', until: 1},
			make('two'),
			watchFrom('{as:told.0.object.metadata.resourceVersion}'),
			untilSecond,
		],
	},
];
