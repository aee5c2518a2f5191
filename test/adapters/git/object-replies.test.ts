import {expect, test} from 'vitest';
import {createReplyParser, type Reply} from '../../../source/adapters/git/object-replies.ts';

const id = 'a'.repeat(40);
const output = Buffer.from(`${id} blob 5\na\nb\nc\n${'b'.repeat(40)} missing\nabc ambiguous\n${id} blob 0\n\n`);
const expected = ['object a\nb\nc', 'missing', 'ambiguous', 'object '];

function show(reply: Reply): string {
	return reply.kind === 'object' ? `object ${reply.content.toString()}` : reply.kind;
}

test.for([1, 2, 7, 48, 1000])('replies are understood in pieces of %d bytes', size => {
	const replies: string[] = [];
	const parse = createReplyParser(
		reply => replies.push(show(reply)),
		error => {
			throw error;
		},
	);
	for (let start = 0; start < output.length; start += size) {
		parse(output.subarray(start, start + size));
	}

	expect(replies).toEqual(expected);
});

test.for([
	['an object of gigabytes', `${id} commit 9000000000\n`, 'an object of 9000000000 bytes is too large'],
	['a size that is none', `${id} commit many\n`, 'an object of NaN bytes is too large'],
	['a header without end', 'x'.repeat(5000), 'git cat-file answers in a way unknown'],
] as const)('%s is an error', ([, bytes, message]) => {
	const errors: string[] = [];
	const parse = createReplyParser(
		() => undefined,
		error => errors.push(error.message),
	);
	parse(Buffer.from(bytes));
	expect(errors).toEqual([message]);
});
