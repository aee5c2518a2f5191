import {readdirSync, readFileSync} from 'node:fs';

/** Those whose command or environment holds the text, but for those that have ended. */
export function processesWith(text: string): readonly string[] {
	return readdirSync('/proc')
		.filter(name => /^\d+$/.test(name))
		.filter(pid => ['cmdline', 'environ'].some(file => readSafely(`/proc/${pid}/${file}`).includes(text)));
}

function readSafely(file: string): string {
	try {
		return readFileSync(file, 'latin1');
	} catch {
		return '';
	}
}
