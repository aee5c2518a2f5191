import {afterAll, describe, expect, test} from 'vitest';
import {connectTo, realServer} from '../contract/connection.ts';
import {recordingOf} from '../contract/recordings.ts';
import {run} from '../contract/run.ts';
import {tables} from '../contract/tables.ts';
import {controlPlane} from './support/shared-cluster.ts';

const connection = connectTo(realServer(controlPlane()));

afterAll(() => connection[Symbol.asyncDispose]());

describe.concurrent.each(Object.entries(tables))('the recording of %s is still true', (table, sequences) => {
	const recording = recordingOf(table);

	test.for(sequences)('$title', async sequence => {
		expect(await run(sequence, connection)).toEqual(recording.get(sequence.title));
	});
});
