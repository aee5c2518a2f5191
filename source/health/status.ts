import type {Health} from '../model/health.ts';
import type {JsonObject} from '../model/json.ts';

/** Tells an object's health from what it says of itself. */
export type Rule = (body: JsonObject) => Health;

export const healthy: Health = {status: 'Healthy', message: ''};

export function progressing(message: string): Health {
	return {status: 'Progressing', message};
}

export function degraded(message: string): Health {
	return {status: 'Degraded', message};
}

export function suspended(message: string): Health {
	return {status: 'Suspended', message};
}

export function unknown(message: string): Health {
	return {status: 'Unknown', message};
}

/** The parts that say something, as one sentence. */
export function join(...parts: readonly string[]): string {
	return parts.filter(part => part !== '').join(': ');
}

const longestMessage = 500;

/** Messages come from controllers, kubelets and registries: they may not steer a terminal, nor fill it. */
export function clean({status, message}: Health): Health {
	const isLong = message.length > longestMessage;
	const printable = message.slice(0, longestMessage).replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ');
	return {status, message: isLong ? `${printable}...` : printable};
}
