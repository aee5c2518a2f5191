import {describe, expect, test} from 'vitest';
import {flushKeys, type Key, parseKeys} from '../../../source/ui/terminal/keys.ts';

function namesOf(keys: readonly Key[]): readonly string[] {
	return keys.map(key => (key.kind === 'key' ? key.name : `paste ${JSON.stringify(key.text)}`));
}

const table: ReadonlyArray<readonly [bytes: string, ...names: readonly string[]]> = [
	['j', 'j'],
	['J', 'J'],
	['é', 'é'],
	['漢', '漢'],
	['😀', '😀'],
	[' ', 'space'],
	['jjk', 'j', 'j', 'k'],
	['\r', 'enter'],
	['\n', 'enter'],
	['\t', 'tab'],
	['\x7F', 'backspace'],
	['\b', 'backspace'],
	['\0', 'ctrl-space'],
	['\x01', 'ctrl-a'],
	['\x03', 'ctrl-c'],
	['\x04\x04', 'ctrl-d', 'ctrl-d'],
	['\x1A', 'ctrl-z'],
	['\x1C', 'ctrl-\\'],
	['\x1D', 'ctrl-]'],
	['\x1F', 'ctrl-_'],
	['\x1B[A', 'up'],
	['\x1B[B\x1B[B', 'down', 'down'],
	['\x1B[Aj\x1B[B', 'up', 'j', 'down'],
	['\x1BOC', 'right'],
	['\x1B[D', 'left'],
	['\x1B[H', 'home'],
	['\x1BOF', 'end'],
	['\x1B[1~', 'home'],
	['\x1B[4~', 'end'],
	['\x1B[7~', 'home'],
	['\x1B[8~', 'end'],
	['\x1B[2~', 'insert'],
	['\x1B[3~', 'delete'],
	['\x1B[5~', 'page-up'],
	['\x1B[6~', 'page-down'],
	['\x1B[Z', 'shift-tab'],
	['\x1BOP', 'f1'],
	['\x1B[11~', 'f1'],
	['\x1B[[A', 'f1'],
	['\x1B[[E', 'f5'],
	['\x1B[15~', 'f5'],
	['\x1B[24~', 'f12'],
	['\x1B[1;2P', 'shift-f1'],
	['\x1B[1;2A', 'shift-up'],
	['\x1B[1;5D', 'ctrl-left'],
	['\x1B[1;3C', 'alt-right'],
	['\x1B[1;8B', 'ctrl-alt-shift-down'],
	['\x1B[3;5~', 'ctrl-delete'],
	['\x1B[a', 'shift-up'],
	['\x1B[7$', 'shift-home'],
	['\x1B[5^', 'ctrl-page-up'],
	['\x1B[5@', 'ctrl-shift-page-up'],
	['\x1Bx', 'alt-x'],
	['\x1B\r', 'alt-enter'],
	['\x1B\x7F', 'alt-backspace'],
	['\x1B\x04', 'ctrl-alt-d'],
	['\x1B\x1B[A', 'alt-up'],
	['\x1B\x1Bj', 'esc', 'alt-j'],
	['\x1BOp', '0'],
	['\x1BOM', 'enter'],
	// Kitty's protocol.
	['\x1B[97u', 'a'],
	['\x1B[97;5u', 'ctrl-a'],
	['\x1B[97;3u', 'alt-a'],
	['\x1B[97;7u', 'ctrl-alt-a'],
	['\x1B[97;2u', 'A'],
	['\x1B[97:65;2u', 'A'],
	['\x1B[59:58;2u', ':'],
	['\x1B[97;6u', 'ctrl-shift-a'],
	['\x1B[105;5u', 'ctrl-i'],
	['\x1B[27u', 'esc'],
	['\x1B[13u', 'enter'],
	['\x1B[13;2u', 'shift-enter'],
	['\x1B[9;2u', 'shift-tab'],
	['\x1B[127u', 'backspace'],
	['\x1B[32;5u', 'ctrl-space'],
	['\x1B[32u', 'space'],
	['\x1B[97;9u', 'super-a'],
	['\x1B[57419u', 'up'],
	['\x1B[57441;2u'],
	['\x1B[97;1:3u'],
	['\x1B[97;1:2u', 'a'],
	['\x1B[1;1:3A'],
	// xterm's modifyOtherKeys.
	['\x1B[27;5;97~', 'ctrl-a'],
	['\x1B[27;2;65~', 'A'],
	['\x1B[27;5;32~', 'ctrl-space'],
	['\x1B[27;3;13~', 'alt-enter'],
	// What is no key is swallowed whole.
	['\x1B[I'],
	['\x1B[O'],
	['\x1B[?62;22c'],
	['\x1B[?2026;2$y'],
	['\x1B[24;80R'],
	['\x1B[<0;10;20M'],
	['\x1B[M !!j', 'j'],
	['\x1B]11;rgb:1e1e/1e1e/1e1e\x07j', 'j'],
	['\x1B]52;c;Zm9v\x1B\\j', 'j'],
	['\x1BP1$r0m\x1B\\'],
	['\x1B_Gi=31;OK\x1B\\'],
	['\x1B[999~'],
	['\x1B[99999z'],
	['\x1BOz'],
	// A control character in a sequence ends it.
	['\x1B[1\x03', '1', 'ctrl-c'],
	// Pastes.
	['\x1B[200~one\x1B[201~', 'paste "one"'],
	['\x1B[200~a\r\nb\rc\td\x1B[31m\x1B[201~j', String.raw`paste "a\nb\nc\td[31m"`, 'j'],
	['\x1B[200~\x1B[201~', 'paste ""'],
];

describe('parseKeys', () => {
	test.for(table)('%j', ([bytes, ...names]) => {
		const {keys, pending} = parseKeys(bytes);
		const flushed = flushKeys(pending);
		expect(namesOf([...keys, ...flushed.keys])).toEqual(names);
	});

	test.for(table.filter(([bytes]) => bytes.length > 1))('in pieces of any size: %j', ([bytes, ...names]) => {
		for (let at = 1; at < bytes.length; at++) {
			const first = parseKeys(bytes.slice(0, at));
			const second = parseKeys(bytes.slice(at), first.pending);
			const all = [...first.keys, ...second.keys, ...flushKeys(second.pending).keys];
			// Half a character does not come: the stream is decoded before.
			if (!/[\uD800-\uDBFF]/.test(bytes[at - 1] ?? '')) {
				expect([at, namesOf(all)]).toEqual([at, names]);
			}
		}
	});
});

describe('what is pending when nothing more comes', () => {
	test.for<readonly [string, readonly string[]]>([
		['\x1B', ['esc']],
		['\x1B[', ['alt-[']],
		['\x1BO', ['alt-O']],
		['\x1B]', ['alt-]']],
		['\x1BP', ['alt-P']],
		['\x1B\x1B', ['esc', 'esc']],
		['\x1B[1;', []],
		['\x1B]11;rgb:1e', []],
	])('%j', ([bytes, names]) => {
		const {keys, pending} = parseKeys(bytes);
		const flushed = flushKeys(pending);
		expect([namesOf([...keys, ...flushed.keys]), flushed.pending]).toEqual([names, '']);
	});

	test('a paste waits for its end', () => {
		const start = parseKeys('\x1B[200~slo');
		const later = flushKeys(start.pending);
		expect(namesOf(parseKeys('w\x1B[201~', later.pending).keys)).toEqual(['paste "slow"']);
	});
});

test('only what types a character has a text', () => {
	const {keys} = parseKeys('a é\r\x1Bx\x1B[97:65;2u\x1B[32u\x01\x1B[A');
	expect(keys.map(key => key.text)).toEqual(['a', ' ', 'é', '', '', 'A', ' ', '', '']);
});
