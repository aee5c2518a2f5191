const control = Object.fromEntries(
	Array.from('abcdefghijklmnopqrstuvwxyz', (letter, index) => [`ctrl-${letter}`, String.fromCharCode(index + 1)]),
);

const named: Readonly<Record<string, string>> = {
	...control,
	enter: '\r',
	esc: '\x1b',
	tab: '\t',
	'shift-tab': '\x1b[Z',
	space: ' ',
	backspace: '\x7f',
	'ctrl-space': '\0',
	'ctrl-\\': '\x1c',
	up: '\x1b[A',
	down: '\x1b[B',
	right: '\x1b[C',
	left: '\x1b[D',
	home: '\x1b[H',
	end: '\x1b[F',
	insert: '\x1b[2~',
	delete: '\x1b[3~',
	'page-up': '\x1b[5~',
	'page-down': '\x1b[6~',
	'shift-up': '\x1b[1;2A',
	'shift-down': '\x1b[1;2B',
	'shift-right': '\x1b[1;2C',
	'shift-left': '\x1b[1;2D',
	f1: '\x1bOP',
	f2: '\x1bOQ',
	f3: '\x1bOR',
	f4: '\x1bOS',
	f5: '\x1b[15~',
	f12: '\x1b[24~',
};

/** What xterm sends for a key. One character stands for itself; `alt-x` is ESC and x. */
export function bytesOfKey(name: string): string {
	const bytes = named[name];
	if (bytes !== undefined) {
		return bytes;
	}

	if (name.startsWith('alt-')) {
		return `\x1b${bytesOfKey(name.slice(4))}`;
	}

	if (Array.from(name).length === 1) {
		return name;
	}

	throw new Error(`no key is called ${JSON.stringify(name)}: type() is for texts`);
}
