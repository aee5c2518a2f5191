import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type Sandbox, startSandbox} from '../../source/sandbox/start.ts';
import {type Connection, connectTo, embeddedServer} from './connection.ts';
import {listedTitles} from './listed.ts';
import {recordingOf} from './recordings.ts';
import {run} from './run.ts';
import {tables} from './tables.ts';

let sandbox: Sandbox;
let connection: Connection;

beforeAll(async () => {
	sandbox = await startSandbox();
	connection = connectTo(embeddedServer(sandbox));
});

afterAll(async () => {
	await connection[Symbol.asyncDispose]();
	await sandbox.stop();
});

const listed = listedTitles();
const titles = Object.values(tables).flatMap(sequences => sequences.map(({title}) => title));

test('each title stands for one sequence', () => {
	expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
});

test('what docs/sandbox.md lists are sequences of the contract', () => {
	expect(listed.filter(title => !titles.includes(title))).toEqual([]);
});

test.for(Object.entries(tables))('%s has a recording of each sequence and of no other', ([table, sequences]) => {
	expect([...recordingOf(table).keys()]).toEqual(sequences.map(({title}) => title));
});

// At the same time, in namespaces of their own: much of a sequence is waiting.
describe.concurrent.each(Object.entries(tables))('%s is answered as by the real control plane', (table, sequences) => {
	const recording = recordingOf(table);

	test.for(sequences)('$title', async sequence => {
		const answered = expect(await run(sequence, connection));
		const compared = listed.includes(sequence.title) ? answered.not : answered;
		compared.toEqual(recording.get(sequence.title));
	});
});
