import {type Application, addressOf, type Source} from '../model/application.ts';
import {count} from '../model/count.ts';
import {OperatorError} from '../model/operator-error.ts';
import type {Problem} from '../model/problem.ts';
import {shortRevision} from '../model/revision.ts';
import type {Commit, Rendered} from '../model/sources.ts';

export function describeRender({path}: Source, {manifests, tool}: Rendered): string {
	const objects = `${count(manifests.length, 'object')} of ${path}`;
	return tool === '' ? objects : `${objects}, by ${tool}`;
}

export function lineOf({where, message}: Problem): string {
	return `${where}: ${message}`;
}

export function problemOf({sources: [{repository}], origin, name}: Application, error: Error): Problem {
	const advice = error instanceof OperatorError && error.advice !== '' ? `. ${error.advice}` : '';
	const address = addressOf(repository);
	const isNamed = error instanceof OperatorError || error.message.includes(address);
	const message = isNamed ? error.message : `${address}: ${error.message}`;
	return {
		scope: 'source',
		where: origin === 'flags' ? `application ${name}` : `${origin}: application ${name}`,
		message: `${message}${advice}`,
	};
}

export function describeCommit({sources: [{revision}]}: Application, {id, subject, author}: Commit): string {
	return `${revision} is at ${shortRevision(id)} ${subject} (${author})`;
}
