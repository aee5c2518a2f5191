import {existsSync} from 'node:fs';
import {test} from 'vitest';
import {findTools, type Toolbox} from '../tools/toolbox.ts';

const debianSshd = '/usr/sbin/sshd';

type ToolFixtures = {
	/** The tools that rendering uses, and a registry. */
	readonly tools: Toolbox;
	/** The path of OpenSSH's server. */
	readonly sshd: string;
};

/** A test that asks for a program which is not there is skipped, and counted at the end of the run with its way out. */
export const toolTest = test.extend<ToolFixtures>({
	tools: async ({skip}, use) => {
		await use(findTools() ?? skip('waits for tools: `npm run tools` builds them'));
	},
	sshd: async ({skip}, use) => {
		await use(existsSync(debianSshd) ? debianSshd : skip(`waits for ${debianSshd}: install openssh-server`));
	},
});
