import {afterAll, describe, expect, test} from 'vitest';
import {Answers} from '../contract/answers.ts';
import {connectTo, realServer} from '../contract/connection.ts';
import {recordingOf} from '../contract/recordings.ts';
import {tables} from '../contract/tables.ts';
import {controlPlane} from './support/shared-cluster.ts';

const answers = new Answers(connectTo(realServer(controlPlane())));

afterAll(() => answers[Symbol.asyncDispose]());

describe.each(Object.entries(tables))('the recording of %s is still true', (table, sequences) => {
	const recording = recordingOf(table);

	test.for(sequences)('$title', async sequence => {
		expect(await answers.to(sequence)).toEqual(recording.get(sequence.title));
	});
});
