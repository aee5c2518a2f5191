import type {Application} from '../model/application.ts';
import {InvalidError, OperatorError} from '../model/operator-error.ts';
import type {Problem} from '../model/problem.ts';
import {describe, whereOf} from '../model/resource.ts';
import type {Desired} from '../plan/desired.ts';

export function contestedProblem({id, origin}: Desired, {name}: Application, claimants: readonly string[]): Problem {
	const rivals = claimants.filter(claimant => claimant !== name).join(', ');
	return {
		scope: 'object',
		where: whereOf(origin),
		message: `${describe(id)} is declared by application ${rivals} too: neither touches it until one gives it up`,
	};
}

/** What the cluster refuses about one object, which differs in these fields, is that object's problem; anything else ends the comparison. */
export function refusal({id, origin}: Desired, error: unknown, differing: readonly string[]): Problem {
	if (!(error instanceof OperatorError) || error.name === 'UnreachableError' || error.name === 'BusyError') {
		throw error;
	}

	return {
		scope: 'object',
		where: whereOf(origin),
		message: `${describe(id)}: ${withCauses(error)}${adviceFor(error, differing)}`,
	};
}

function adviceFor(error: OperatorError, differing: readonly string[]): string {
	const isImmutable =
		error instanceof InvalidError &&
		[error.message, ...error.causes.map(({message}) => message)].some(message =>
			/immutable|may not change|updates to \S+ spec/i.test(message),
		);
	if (isImmutable) {
		const fields = differing.length > 0 ? ` (it differs in ${differing.join(', ')})` : '';
		return `${fields}. An immutable field changes only with the object: undo it in Git, or delete the object and sync`;
	}

	return error.advice === '' ? '' : `. ${error.advice}`;
}

/** Names each field that the cluster objects to. */
function withCauses(error: OperatorError): string {
	const causes = error instanceof InvalidError ? error.causes : [];
	const unnamed = causes.filter(({field}) => !error.message.includes(field));
	return [error.message, ...unnamed.map(({field, message}) => `${field}: ${message}`)].join('; ');
}
