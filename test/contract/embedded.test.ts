import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type Sandbox, startSandbox} from '../../source/sandbox/start.ts';
import {Answers} from './answers.ts';
import {connectTo, embeddedServer} from './connection.ts';
import {listedTitles} from './listed.ts';
import {recordingOf} from './recordings.ts';
import {tables} from './tables.ts';

let sandbox: Sandbox;
let answers: Answers;

beforeAll(async () => {
	sandbox = await startSandbox();
	answers = new Answers(connectTo(embeddedServer(sandbox)));
});

afterAll(async () => {
	await answers[Symbol.asyncDispose]();
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
		const answered = expect(await answers.to(sequence));
		const compared = listed.includes(sequence.title) ? answered.not : answered;
		compared.toEqual(recording.get(sequence.title));
	});
});
