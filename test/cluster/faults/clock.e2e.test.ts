import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {createPlugin, execCredential, execUser, runsOf} from './credentials.ts';
import {endure} from './endure.ts';
import {type Logged, withLogin} from './login.ts';
import type {Fault} from './table.ts';

const hour = 3_600_000;
const preload = path.join(import.meta.dirname, 'shift-clock.ts');

test.concurrent.for([
	['an hour ahead', hour],
	['an hour behind', -hour],
] as const)(
	'the clock is %s: all is done as ever, and since when something is wrong is told by that clock',
	async ([, offset]) => {
		const way = {
			async user({folder, robot}: Pick<Logged, 'folder' | 'robot'>) {
				const token = execCredential(await robot.token(), new Date(Date.now() + hour / 3));
				await writeFile(path.join(folder, 'credential'), token);
				return execUser(await createPlugin(folder));
			},
		};
		let end: (() => void) | undefined;
		const began = performance.now();
		const fault: Fault<Logged> = {
			fault: '',
			when: '',
			strike({place: {proxy}}) {
				end = proxy.add({path: /^/, trick: {kind: 'cut before'}}).end;
				proxy.cut();
			},
			told: /does not answer: the connection was cut/,
			heal({row}) {
				end?.();
				const since = Date.parse(/since (\S+Z)/.exec(row()?.message ?? '')?.[1] ?? '');
				expect(Math.abs(since - (Date.now() + offset))).toBeLessThan(hour / 2);
			},
			async holds({place}) {
				// A credential that seems to have expired is asked for again, and not with each request.
				const tens = Math.ceil((performance.now() - began) / 10_000);
				expect(await runsOf(place.folder)).toBeLessThanOrEqual(2 * (tens + 1));
			},
		};
		const env = {NODE_OPTIONS: `--import=${preload}`, TRUEUP_TEST_CLOCK: String(offset)};
		await withLogin(way, place => endure(fault, {...place, env}));
	},
);
