/** One reason of a refusal; `field` is a path as the API server writes it. */
export type Cause = {readonly reason: string; readonly message: string; readonly field: string};

/** What becomes a `Status` with `status: Failure`; `causes` go into its details. */
export type Refusal = {
	readonly code: number;
	readonly reason: string;
	readonly message: string;
	readonly causes: readonly Cause[];
};

/** The object that a refusal is about. */
export type Subject = {readonly group: string; readonly kind: string; readonly name: string};

/** `Deployment.apps "web" is invalid: spec.replicas: ...`, as `errors.NewInvalid` of apimachinery words it. */
export function invalid({group, kind, name}: Subject, causes: readonly Cause[]): Refusal {
	const lines = [...new Set(causes.map(({field, message}) => `${field}: ${message}`))];
	const list = lines.length === 1 ? lines[0] : `[${lines.join(', ')}]`;
	const what = group === '' ? kind : `${kind}.${group}`;
	return {code: 422, reason: 'Invalid', message: `${what} ${JSON.stringify(name)} is invalid: ${list}`, causes};
}

export function badRequest(message: string): Refusal {
	return {code: 400, reason: 'BadRequest', message, causes: []};
}

/** A refusal without a reason, with a code alone. */
export function unspecific(code: number, message: string): Refusal {
	return {code, reason: '', message, causes: []};
}
