import {maps} from '../samples.ts';
import {configMap, get, inNamespace, patch, post, remove, type Sequence, type Step} from '../sequence.ts';

const one = `${maps}/one`;
const two = `${maps}/two`;

/** Only what carries the label, since kube-root-ca.crt is in each namespace, too. */
const web = {labelSelector: 'app=web'};
const initial = {sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan'};

function labelled(name: string, app: string) {
	return configMap(name, {a: '1'}, {labels: {app}});
}

const from: Step = get(maps, {name: 'from', query: {limit: '1'}, isSilent: true});
const sinceThen = {resourceVersion: '{as:from.metadata.resourceVersion}'};

function watch(query: Readonly<Record<string, string>>): Step {
	return {kind: 'watch', name: 'w', path: maps, query};
}

function relabel(path: string, app: string): Step {
	return patch('merge', path, {metadata: {labels: {app}}});
}

/** Both enter and leave what is labelled web, and go in the end. */
const crossing: readonly Step[] = [
	post(maps, labelled('one', 'web')),
	post(maps, labelled('two', 'other')),
	relabel(two, 'web'),
	relabel(one, 'other'),
	patch('merge', one, {data: {a: '2'}}),
	remove(two),
	remove(one),
];

export const watches: readonly Sequence[] = [
	{
		title: 'a watch from a version tells all that happened since in its order',
		steps: [
			from,
			...crossing,
			watch({fieldSelector: 'metadata.name!=kube-root-ca.crt', ...sinceThen}),
			{kind: 'events', of: 'w', until: {type: 'DELETED', object: 'one'}},
		],
	},
	{
		title: 'a watch by label tells of what enters and what leaves its selection',
		steps: [from, ...crossing, watch({...web, ...sinceThen}), {kind: 'events', of: 'w', until: 4}],
	},
	{
		title: 'an open watch tells what happens as a resumed one does',
		steps: [from, watch({...web, ...sinceThen}), ...crossing, {kind: 'events', of: 'w', until: 4}],
	},
	{
		title: 'a watch by what lacks a label tells of what gets it as deleted',
		steps: [
			from,
			post(maps, configMap('one', {})),
			relabel(one, 'web'),
			watch({labelSelector: '!app', fieldSelector: 'metadata.name=one', ...sinceThen}),
			{kind: 'events', of: 'w', until: 2},
		],
	},
	{
		title: 'a watch by name tells of one object alone',
		steps: [
			from,
			...crossing,
			watch({fieldSelector: 'metadata.name=two', ...sinceThen}),
			{kind: 'events', of: 'w', until: 3},
		],
	},
	{
		title: 'a watch over all namespaces can be told one of them',
		steps: [
			from,
			...crossing,
			{
				kind: 'watch',
				name: 'w',
				path: '/api/v1/configmaps',
				query: {...web, fieldSelector: 'metadata.namespace={namespace}', ...sinceThen},
			},
			{kind: 'events', of: 'w', until: 4},
		],
	},
	{
		title: 'a watch of one kind is not told of others with the same name',
		steps: [
			from,
			post(inNamespace('v1', 'secrets'), {metadata: {name: 'one', labels: {app: 'web'}}}),
			post(maps, labelled('one', 'web')),
			watch({...web, ...sinceThen}),
			{kind: 'events', of: 'w', until: 1},
		],
	},
	...['0', ''].map(resourceVersion => ({
		title: `a watch from ${resourceVersion || 'no version'} starts with what is there`,
		steps: [
			post(maps, labelled('two', 'web')),
			post(maps, labelled('one', 'web')),
			watch({...web, ...(resourceVersion && {resourceVersion})}),
			{kind: 'events', of: 'w', until: 2},
			post(maps, labelled('three', 'web')),
			{kind: 'events', of: 'w', until: 1},
		] satisfies Step[],
	})),
	{
		title: 'a watch that asks for initial events gets a bookmark at their end',
		steps: [
			post(maps, labelled('one', 'web')),
			watch({...web, ...initial, allowWatchBookmarks: 'true'}),
			{kind: 'events', of: 'w', until: {type: 'BOOKMARK'}, hasBookmarks: true},
			post(maps, labelled('two', 'web')),
			{kind: 'events', of: 'w', until: 1, hasBookmarks: true},
		],
	},
	{
		title: 'a watch that asks for initial events of a version gets those of now',
		steps: [
			from,
			...crossing,
			post(maps, labelled('two', 'web')),
			watch({...web, ...initial, ...sinceThen, allowWatchBookmarks: 'true'}),
			{kind: 'events', of: 'w', until: {type: 'BOOKMARK'}, hasBookmarks: true},
		],
	},
	{
		title: 'initial events of nothing end with a bookmark at once',
		steps: [
			watch({labelSelector: 'nothing', ...initial, resourceVersion: '0', allowWatchBookmarks: 'true'}),
			{kind: 'events', of: 'w', until: {type: 'BOOKMARK'}, hasBookmarks: true},
		],
	},
	{
		title: 'the end of initial events is not marked for who wants no bookmarks',
		steps: [
			post(maps, labelled('one', 'web')),
			watch({...web, ...initial, timeoutSeconds: '1'}),
			{kind: 'events', of: 'w', until: 'end', hasBookmarks: true},
		],
	},
	{
		title: 'who wants no initial events is told what happens from the version on',
		steps: [
			from,
			post(maps, labelled('one', 'web')),
			watch({...web, ...initial, sendInitialEvents: 'false', ...sinceThen}),
			{kind: 'events', of: 'w', until: 1},
		],
	},
	{
		title: 'who wants no initial events and names no version is told what happens from now on',
		steps: [
			post(maps, labelled('one', 'web')),
			watch({...web, ...initial, sendInitialEvents: 'false'}),
			post(maps, labelled('two', 'web')),
			{kind: 'events', of: 'w', until: 1},
		],
	},
	{
		title: 'a watch without a version that allows bookmarks gets one as if it had asked for initial events',
		steps: [
			post(maps, labelled('one', 'web')),
			watch({...web, allowWatchBookmarks: 'true'}),
			{kind: 'events', of: 'w', until: {type: 'BOOKMARK'}, hasBookmarks: true},
		],
	},
	{
		title: 'a watch from a version gets a bookmark two seconds before its end',
		steps: [
			from,
			watch({...web, ...sinceThen, allowWatchBookmarks: 'true', timeoutSeconds: '4'}),
			{kind: 'events', of: 'w', until: {type: 'BOOKMARK'}, hasBookmarks: true},
		],
	},
	{
		title: 'a watch that lasts a second ends without a bookmark',
		steps: [
			from,
			post(maps, labelled('one', 'web')),
			watch({...web, ...sinceThen, allowWatchBookmarks: 'true', timeoutSeconds: '1'}),
			{kind: 'events', of: 'w', until: 'end', hasBookmarks: true},
		],
	},
	{
		title: 'a deletion that waits for a finalizer is a change first and a deletion when it is let go',
		steps: [
			post(maps, configMap('one', {}, {labels: {app: 'web'}, finalizers: ['trueup.dev/hold']}), {name: 'made'}),
			watch({...web, resourceVersion: '{as:made.metadata.resourceVersion}'}),
			remove(one),
			patch('merge', one, {metadata: {finalizers: null}}),
			{kind: 'events', of: 'w', until: 2},
		],
	},
	{
		title: 'an object that is made anew under a watch has another uid',
		steps: [
			from,
			watch({...web, ...sinceThen}),
			post(maps, labelled('one', 'web')),
			remove(one),
			post(maps, labelled('one', 'web')),
			{kind: 'events', of: 'w', until: 3},
		],
	},
	{
		title: 'a write that changes nothing is no event',
		steps: [
			from,
			post(maps, labelled('one', 'web')),
			patch('merge', one, {data: {a: '1'}}),
			patch('merge', one, {data: {a: '2'}}),
			watch({...web, ...sinceThen}),
			{kind: 'events', of: 'w', until: 2},
		],
	},
	{
		title: 'a dry run is no event',
		steps: [
			from,
			post(maps, labelled('one', 'web'), {query: {dryRun: 'All'}}),
			post(maps, labelled('two', 'web')),
			remove(two, {query: {dryRun: 'All'}}),
			patch('merge', two, {data: {a: '2'}}, {query: {dryRun: 'All'}}),
			post(maps, labelled('three', 'web')),
			watch({...web, ...sinceThen}),
			{kind: 'events', of: 'w', until: 2},
		],
	},
	{
		title: 'each of several watches is told everything',
		steps: [
			from,
			watch({...web, ...sinceThen}),
			{kind: 'watch', name: 'other', path: maps, query: {labelSelector: 'app', ...sinceThen}},
			post(maps, labelled('one', 'web')),
			post(maps, labelled('two', 'other')),
			{kind: 'events', of: 'w', until: 1},
			{kind: 'events', of: 'other', until: 2},
		],
	},
];
