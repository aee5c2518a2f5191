import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type Sandbox, startSandbox} from '../../source/sandbox/start.ts';
import {type Connection, connectTo, embeddedServer} from './connection.ts';
import {listedTitles} from './listed.ts';
import {recordingOf} from './recordings.ts';
import {runAll} from './run-all.ts';
import {tables} from './tables.ts';

let sandbox: Sandbox;
let connection: Connection;
let answers: ReturnType<typeof runAll>;

beforeAll(async () => {
	sandbox = await startSandbox();
	connection = connectTo(embeddedServer(sandbox));
	answers = runAll(Object.values(tables).flat(), connection);
});

afterAll(async () => {
	await Promise.allSettled(answers.values());
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

describe.each(Object.entries(tables))('%s is answered as by the real control plane', (table, sequences) => {
	const recording = recordingOf(table);

	test.for(sequences)('$title', {timeout: 30_000}, async sequence => {
		const answered = expect(await answers.get(sequence));
		const compared = listed.includes(sequence.title) ? answered.not : answered;
		compared.toEqual(recording.get(sequence.title));
	});
});
