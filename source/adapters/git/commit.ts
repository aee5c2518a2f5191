import type {Commit} from '../../model/sources.ts';
import {printable} from '../render/printable.ts';

/** Reads a commit object as git stores it. */
export function parseCommit(id: string, content: Buffer): Commit {
	const headerEnd = content.indexOf('\n\n');
	const header = content.toString('latin1', 0, headerEnd < 0 ? content.length : headerEnd);
	const text = decode(content, /^encoding (\S+)$/m.exec(header)?.[1] ?? 'utf-8');
	const bodyStart = text.indexOf('\n\n');
	const head = bodyStart < 0 ? text : text.slice(0, bodyStart);
	const body = bodyStart < 0 ? '' : text.slice(bodyStart + 2);

	return {
		id,
		subject: printable(subjectOf(body)),
		author: printable(/^author (.*?) ?</m.exec(head)?.[1] ?? '', 200),
		time: timeOf(/^committer .*> (-?\d{1,15}) [+-]\d{4}$/m.exec(head)?.[1]),
	};
}

function decode(content: Buffer, encoding: string): string {
	try {
		return new TextDecoder(encoding).decode(content);
	} catch {
		return content.toString('utf8');
	}
}

/** The first paragraph, on one line. */
function subjectOf(body: string): string {
	const paragraph = /^\n*([^\n]+(?:\n[^\n]+)*)/.exec(body.slice(0, 10_000))?.[1] ?? '';
	return paragraph
		.split('\n')
		.map(line => line.trim())
		.join(' ');
}

function timeOf(seconds: string | undefined): string {
	const time = new Date(Number(seconds ?? 0) * 1000);
	return (Number.isNaN(time.getTime()) ? new Date(0) : time).toISOString();
}
