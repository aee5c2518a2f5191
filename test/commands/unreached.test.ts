import {expect, test} from 'vitest';
import {type} from './support/run-verb.ts';
import {details, row} from './support/samples.ts';

const outputs = ['text', 'json'];

test.for(outputs)('list as %s is whole where an application could not be reached, and exits with 1', async output => {
	const api = {...row, name: 'api'};
	const {out} = await type(`list -o ${output}`, {rows: [row, api]});
	const unreached = await type(`list -o ${output}`, {rows: [{...row, isUnreached: true}, api]});
	expect(unreached).toMatchObject({code: 1, out, err: ''});
});

test.for(['list', 'get web'])(
	'%s exits with 1 where an application could not be compared, whatever the reason',
	async verb => {
		const unknown = {rows: [row, {...row, sync: 'Unknown'}], details: {...details, sync: 'Unknown'}} as const;
		expect(await type(verb, unknown)).toMatchObject({code: 1, err: ''});
	},
);

test.for(outputs)('get as %s is whole where the application could not be reached, and exits with 1', async output => {
	const {out} = await type(`get web -o ${output}`, {details});
	const unreached = await type(`get web -o ${output}`, {details: {...details, isUnreached: true}});
	expect(unreached).toMatchObject({code: 1, out, err: ''});
});
