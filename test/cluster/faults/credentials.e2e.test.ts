import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {until} from '../support/until.ts';
import {createPlugin, execCredential, execUser, kubeconfigFor, runsOf} from './credentials.ts';
import {endure} from './endure.ts';
import {type Logged, type Login, withLogin} from './login.ts';
import type {Fault} from './table.ts';

type Way = {
	readonly title: string;
	/** The user's entry in the kubeconfig. */
	readonly user: (login: Login) => Promise<object>;
	/** Hands a token over. */
	readonly give: (place: Logged, token: string) => Promise<void>;
};

const credentialOf = ({folder}: Pick<Logged, 'folder'>) => path.join(folder, 'credential');

const ways: readonly Way[] = [
	{
		title: 'a tokenFile that is written anew',
		async user({folder, robot}) {
			await writeFile(credentialOf({folder}), await robot.token());
			return {tokenFile: credentialOf({folder})};
		},
		give: (place, token) => writeFile(credentialOf(place), token),
	},
	{
		title: 'a credential plugin that names no end',
		async user({folder, robot}) {
			await writeFile(credentialOf({folder}), execCredential(await robot.token()));
			return execUser(await createPlugin(folder));
		},
		give: (place, token) => writeFile(credentialOf(place), execCredential(token)),
	},
	{
		title: 'a kubeconfig that is written anew',
		user: async ({robot}) => ({token: await robot.token()}),
		give: ({kubeconfig, proxy}, token) => writeFile(kubeconfig, kubeconfigFor(proxy, {token})),
	},
];

/** A watch that there is goes on with credentials that are refused by now: only the next request shows it. */
async function revoke({robot, proxy}: Logged): Promise<void> {
	await robot.revoke();
	proxy.cut();
}

test.concurrent.for(ways)('the token is revoked while all is watched, and another one comes: $title', async way => {
	const fault: Fault<Logged> = {
		fault: '',
		when: '',
		strike: ({place}) => revoke(place),
		told: /the credentials for cluster robot at \S+ are refused: they are wrong or have expired/,
		heal: async ({place}) => way.give(place, await place.robot.token()),
	};
	await withLogin(way, place => endure(fault, place));
});

test.concurrent('a token that is about to expire is followed by the next before anybody refuses it', async () => {
	const soon = () => new Date(Date.now() + 35_000);
	const way = {
		async user({folder, robot}: Login) {
			await writeFile(credentialOf({folder}), execCredential(await robot.token(), soon()));
			return execUser(await createPlugin(folder));
		},
	};
	const fault: Fault<Logged> = {
		fault: '',
		when: '',
		async strike({place}) {
			const before = await runsOf(place.folder);
			const next = execCredential(await place.robot.token(), new Date(Date.now() + 3_600_000));
			await writeFile(credentialOf(place), next);
			// Of both programs, each with its next request.
			await until('both have logged in again', async () => (await runsOf(place.folder)) >= before + 2);
		},
		async holds({engine, watch, place}) {
			expect([...engine.lines, ...watch.lines].filter(line => line.includes('refused'))).toEqual([]);
			expect(await runsOf(place.folder)).toBeLessThanOrEqual(6);
		},
	};
	await withLogin(way, place => endure(fault, place));
});
