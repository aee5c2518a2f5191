import {OperatorError} from './model/operator-error.ts';
import {type Sandbox, startSandbox} from './sandbox/start.ts';

/** The embedded cluster for a verb. Only composition roots call it. */
export async function openSandbox(options: {readonly port?: number}): Promise<Sandbox> {
	try {
		return await startSandbox(options);
	} catch (error) {
		const message = `the sandbox can't start: ${error instanceof Error ? error.message : String(error)}`;
		throw new OperatorError(message, {advice: 'Name another port by --port, or none for one that is free'});
	}
}
