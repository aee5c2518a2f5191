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

test.for(outputs)('get as %s is whole where the application could not be reached, and exits with 1', async output => {
	const {out} = await type(`get web -o ${output}`, {details});
	const unreached = await type(`get web -o ${output}`, {details: {...details, isUnreached: true}});
	expect(unreached).toMatchObject({code: 1, out, err: ''});
});
