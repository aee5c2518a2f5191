import {homedir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {defaultCacheFolder} from '../../../source/adapters/config/defaults.ts';

test.for<[string, Record<string, string>, string]>([
	['XDG_CACHE_HOME', {XDG_CACHE_HOME: '/var/xdg', HOME: '/home/ann'}, '/var/xdg/trueup'],
	['~/.cache', {HOME: '/home/ann'}, '/home/ann/.cache/trueup'],
	['~/.cache where XDG_CACHE_HOME is relative', {XDG_CACHE_HOME: 'xdg', HOME: '/home/ann'}, '/home/ann/.cache/trueup'],
	["the user's home where HOME is not set", {}, join(homedir(), '.cache/trueup')],
])('what can be fetched again is kept under %s', ([, environment, expected]) => {
	expect(defaultCacheFolder(environment)).toBe(expected);
});
