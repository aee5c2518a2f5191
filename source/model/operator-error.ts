/** A failure that we expected could happen. Anything that is not an `OperatorError` is a bug. */
export class OperatorError extends Error {
	override readonly name: string = 'OperatorError';
	/** What the reader can do about it, in the imperative; empty where there is nothing to say. */
	readonly advice: string;

	constructor(message: string, options: ErrorOptions & {readonly advice?: string} = {}) {
		super(message, options);
		this.advice = options.advice ?? '';
	}
}

/** The person asked for something that can't be: wrong flags, names, files. Exit code 2. */
export class UsageError extends OperatorError {
	override readonly name = 'UsageError';
}

/** A cluster or a repository did not answer. Worth trying again. */
export class UnreachableError extends OperatorError {
	override readonly name = 'UnreachableError';
}

/** Where the cluster asked for patience: seconds to wait before the next try. */
export class BusyError extends OperatorError {
	override readonly name = 'BusyError';
	readonly retryAfter: number;

	constructor(message: string, retryAfter: number) {
		super(message);
		this.retryAfter = retryAfter;
	}
}

/** What was kept on this machine contradicts itself: whoever works with it has to end, and to start anew. */
export class DamagedStateError extends OperatorError {
	override readonly name = 'DamagedStateError';
}

/** What has to be kept on this machine can't be written: no room, no right. */
export class UnwritableStateError extends OperatorError {
	override readonly name = 'UnwritableStateError';
}

/** The one who asked may not do that. */
export class ForbiddenError extends OperatorError {
	override readonly name = 'ForbiddenError';
	/** It is the right that is lacking, beyond doubt: who stands before the cluster may answer so too. */
	readonly isUnauthorized: boolean;

	constructor(message: string, {isUnauthorized = false, ...options}: ForbiddenOptions = {}) {
		super(message, options);
		this.isUnauthorized = isUnauthorized;
	}
}

type ForbiddenOptions = ErrorOptions & {readonly advice?: string; readonly isUnauthorized?: boolean};

/** Behind the same address is another cluster than before. */
export class AnotherClusterError extends OperatorError {
	override readonly name = 'AnotherClusterError';
}

/** The object, its namespace or its kind is not there. */
export class NotFoundError extends OperatorError {
	override readonly name = 'NotFoundError';
}

/** The object was changed since the version that was named. */
export class ChangedError extends OperatorError {
	override readonly name = 'ChangedError';
}

/** The resource version that a watch or a page started from is too old. */
export class ExpiredError extends OperatorError {
	override readonly name = 'ExpiredError';
}

/** Other managers own fields that an apply without force would take. */
export class FieldConflictError extends OperatorError {
	override readonly name = 'FieldConflictError';
	readonly conflicts: readonly {readonly manager: string; readonly path: string}[];

	constructor(message: string, conflicts: FieldConflictError['conflicts']) {
		super(message);
		this.conflicts = conflicts;
	}
}

/** The cluster refuses the object as it stands: validation, immutable fields, admission. */
export class InvalidError extends OperatorError {
	override readonly name = 'InvalidError';
	/** Field paths as the server writes them (`spec.selector`), with the server's reasons. */
	readonly causes: readonly {readonly field: string; readonly message: string}[];

	constructor(message: string, causes: InvalidError['causes'] = []) {
		super(message);
		this.causes = causes;
	}
}
