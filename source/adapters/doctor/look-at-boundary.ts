import type {Boundary} from '../../model/diagnosis.ts';
import {OperatorError} from '../../model/operator-error.ts';
import type {Isolation} from '../render/tools/enclose.ts';
import {findIsolation} from '../render/tools/isolation.ts';

const kinds = {whole: 'whole', network: 'network alone', none: 'none'} as const satisfies Record<
	Isolation['kind'],
	string
>;

const sameFiles =
	'what renders sees the files that you can read, so that a hole in what is checked before is open to a repository, ' +
	'and a process that a plugin leaves behind may outlive it';
const advice =
	'Start trueup on Linux with util-linux (unshare, mount), where users may make namespaces and a container does not forbid it';

const lacks = {
	whole: '',
	network: `programs are started without a network, but ${sameFiles}. ${advice}`,
	none: `programs are not kept apart: ${sameFiles}; a proxy that does not answer is all that keeps them from the network. ${advice}`,
} as const satisfies Record<Isolation['kind'], string>;

/** What keeps the programs that render from this machine, and what its lack costs. */
export async function lookAtBoundary(find: () => Promise<Isolation> = findIsolation): Promise<Boundary> {
	const started = performance.now();
	const found = await find().then(told, untried);
	return {...found, tookMs: performance.now() - started};
}

function told(isolation: Isolation) {
	const path = 'unshare' in isolation ? isolation.unshare : '';
	return {path, kind: kinds[isolation.kind], lack: lacks[isolation.kind]};
}

/** For want of a folder to try it in. */
function untried(error: unknown) {
	if (error instanceof OperatorError) {
		return {path: '', kind: '', lack: `it is not known what programs would be kept from: ${error.message}`};
	}

	throw error;
}
