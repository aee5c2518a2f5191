import {afterAll, describe, expect, test} from 'vitest';
import {connectTo, realServer} from '../contract/connection.ts';
import {removeNamespaces} from '../contract/namespaces.ts';
import {recordingOf} from '../contract/recordings.ts';
import {runAll} from '../contract/run-all.ts';
import {tables} from '../contract/tables.ts';
import {controlPlane} from './support/shared-cluster.ts';

const connection = connectTo(realServer(controlPlane()));
const answers = runAll(Object.values(tables).flat(), connection);

afterAll(async () => {
	await Promise.allSettled(answers.values());
	await removeNamespaces(connection);
	await connection[Symbol.asyncDispose]();
});

describe.each(Object.entries(tables))('the recording of %s is still true', (table, sequences) => {
	const recording = recordingOf(table);

	test.for(sequences)('$title', async sequence => {
		expect(await answers.get(sequence)).toEqual(recording.get(sequence.title));
	});
});
