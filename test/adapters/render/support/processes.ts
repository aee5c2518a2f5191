import {readdirSync, readFileSync} from 'node:fs';

/** Those whose command or environment holds the text, but for those that have ended. */
export function processesWith(text: string): readonly string[] {
	return readdirSync('/proc')
		.filter(name => /^\d+$/.test(name))
		.filter(pid => ['cmdline', 'environ'].some(file => readSafely(`/proc/${pid}/${file}`).includes(text)));
}

/** Each of its words with a space behind it; empty once it has ended. */
export function commandOf(pid: string): string {
	return readSafely(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
}

function readSafely(file: string): string {
	try {
		return readFileSync(file, 'latin1');
	} catch {
		return '';
	}
}
