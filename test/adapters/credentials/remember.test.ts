import {expect, test} from 'vitest';
import {remember} from '../../../source/adapters/credentials/remember.ts';
import {OperatorError, UnreachableError} from '../../../source/model/operator-error.ts';

const forever = new AbortController().signal;

function setUp() {
	const state: {now: number; reads: number; failure?: Error | undefined} = {now: 0, reads: 0};
	const remembered = remember(
		async () => {
			state.reads += 1;
			if (state.failure) {
				throw state.failure;
			}

			return state.reads;
		},
		() => state.now,
	);
	return {...remembered, state};
}

test('however many ask at once, it is read once, and again after a minute', async () => {
	const {get, state} = setUp();
	expect(await Promise.all([get(forever), get(forever)])).toEqual([1, 1]);
	state.now = 60_000;
	expect(await Promise.all([get(forever), get(forever)])).toEqual([2, 2]);
});

test('while a cluster does not answer, what was read before counts', async () => {
	const {get, forget, state} = setUp();
	await get(forever);
	state.failure = new UnreachableError('no route');
	state.now = 60_000;
	expect(await get(forever)).toBe(1);
	forget();
	expect(await get(forever)).toBe(1);
});

test.for([new UnreachableError('no route'), new OperatorError('not allowed')])(
	'"$message" is told where nothing was read before, and asked again',
	async failure => {
		const {get, state} = setUp();
		state.failure = failure;
		await expect(get(forever)).rejects.toThrow(failure.message);
		state.failure = undefined;
		expect(await get(forever)).toBe(2);
	},
);

test('what is not allowed any more is told', async () => {
	const {get, state} = setUp();
	await get(forever);
	state.failure = new OperatorError('not allowed');
	state.now = 60_000;
	await expect(get(forever)).rejects.toThrow('not allowed');
});
