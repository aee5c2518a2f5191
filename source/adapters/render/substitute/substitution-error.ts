/** What is written can't be understood, or asks for too much; the message holds no value. */
export class SubstitutionError extends Error {
	override readonly name = 'SubstitutionError';
}
