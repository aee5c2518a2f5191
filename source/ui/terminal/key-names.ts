/** By the last byte of a control sequence, `ESC [ A` or `ESC O A`. */
export const byFinal: Readonly<Record<string, string>> = {
	A: 'up',
	B: 'down',
	C: 'right',
	D: 'left',
	E: 'begin',
	F: 'end',
	H: 'home',
	P: 'f1',
	Q: 'f2',
	R: 'f3',
	S: 'f4',
	Z: 'shift-tab',
};

/** By the number of `ESC [ 5 ~`; the numbers leave gaps as the VT220's keyboard does. */
export const byNumber: Readonly<Record<string, string>> = {
	1: 'home',
	2: 'insert',
	3: 'delete',
	4: 'end',
	5: 'page-up',
	6: 'page-down',
	7: 'home',
	8: 'end',
	11: 'f1',
	12: 'f2',
	13: 'f3',
	14: 'f4',
	15: 'f5',
	17: 'f6',
	18: 'f7',
	19: 'f8',
	20: 'f9',
	21: 'f10',
	23: 'f11',
	24: 'f12',
};

/** `ESC O` and a letter: what the keypad sends in application mode. */
export const byKeypadLetter: Readonly<Record<string, string>> = {
	M: 'enter',
	X: '=',
	j: '*',
	k: '+',
	l: ',',
	m: '-',
	n: '.',
	o: '/',
	...Object.fromEntries(Array.from('pqrstuvwxy', (letter, digit) => [letter, String(digit)])),
};

/** rxvt's own: shift with an arrow. */
export const byRxvtFinal: Readonly<Record<string, string>> = {
	a: 'shift-up',
	b: 'shift-down',
	c: 'shift-right',
	d: 'shift-left',
};

/** The Linux console's: `ESC [ [ A`. */
export const byConsoleLetter: Readonly<Record<string, string>> = {A: 'f1', B: 'f2', C: 'f3', D: 'f4', E: 'f5'};

/** Characters that are keys with a name of their own. */
export const byCharacter: Readonly<Record<string, string>> = {
	'\0': 'ctrl-space',
	'\b': 'backspace',
	'\t': 'tab',
	'\n': 'enter',
	'\r': 'enter',
	'\u001B': 'esc',
	'\u001C': 'ctrl-\\',
	'\u001D': 'ctrl-]',
	'\u001E': 'ctrl-^',
	'\u001F': 'ctrl-_',
	' ': 'space',
	'\u007F': 'backspace',
};

/** Kitty's numbers for keys that have no character, which lie in Unicode's private area. */
export const byKittyCode: Readonly<Record<number, string>> = {
	...Object.fromEntries(Array.from('0123456789./*-+', (character, index) => [57_399 + index, character])),
	57414: 'enter',
	57415: '=',
	57416: ',',
	57417: 'left',
	57418: 'right',
	57419: 'up',
	57420: 'down',
	57421: 'page-up',
	57422: 'page-down',
	57423: 'home',
	57424: 'end',
	57425: 'insert',
	57426: 'delete',
};
