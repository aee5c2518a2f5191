import {unmade} from './enclose.ts';
import {findIsolation} from './isolation.ts';

/** A shell ends so where it does not find, or may not start, what it is to start. */
const notStarted: readonly (number | undefined)[] = [126, 127];

export function isNotStarted({code}: {readonly code?: number | undefined}): boolean {
	return notStarted.includes(code);
}

type Kept = {
	/** Which setting says what it sees: `tools.helm.sees`. */
	readonly setting: string;
	readonly isPlugin: boolean;
	readonly messages: string;
};

/** What a program that could not be started was kept from, as the end of a sentence; empty where from nothing. */
export async function explainBoundary({setting, isPlugin, messages}: Kept): Promise<string> {
	const {kind} = await findIsolation();
	if (kind !== 'whole') {
		return '';
	}

	return messages.includes(unmade)
		? `; the program was not started. It is started without a boundary of files where ${setting} in the configuration file is [/]`
		: `; it sees nothing of this machine but itself, what the system has of programs${isPlugin ? ', the folders of your PATH' : ''} and what ${setting} in the configuration file names`;
}
