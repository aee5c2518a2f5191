import {expect, test} from 'vitest';
import {parseCommit} from '../../../source/adapters/git/commit.ts';

const id = 'c'.repeat(40);
const head = 'tree 1\nauthor Ada Lovelace <ada@example.com> 1 +0000\ncommitter Bo <bo@example.com> 1700000000 +0200\n';

test.for([
	['one line', `${head}\nChange the port\n`, 'Change the port'],
	['a folded subject', `${head}\nChange\nthe port\n\nBody`, 'Change the port'],
	['leading empty lines', `${head}\n\n\nChange\n`, 'Change'],
	['no message', `${head}\n`, ''],
	['control characters', `${head}\nred \u001b[31m\u202e\n`, 'red \\x1b[31m\\u202e'],
	['a signature', `${head}gpgsig -----BEGIN\n author Eve <e> 2 +0000\n -----END\n\nSigned\n`, 'Signed'],
] as const)('the subject is read from a commit with %s', ([, content, subject]) => {
	expect(parseCommit(id, Buffer.from(content))).toEqual({
		id,
		subject,
		author: 'Ada Lovelace',
		time: '2023-11-14T22:13:20.000Z',
	});
});

test('a commit in another encoding is read in it', () => {
	expect(parseCommit(id, Buffer.from(`${head}encoding ISO-8859-1\n\nGr\xf6\xdfe\n`, 'latin1')).subject).toBe('Größe');
});

test('a commit without anything that is expected is read all the same', () => {
	const time = '1970-01-01T00:00:00.000Z';
	expect(parseCommit(id, Buffer.from('rubbish'))).toEqual({id, subject: '', author: '', time});
});
