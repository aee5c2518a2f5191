import {readdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {Renderer} from '../../../../source/adapters/render/render.ts';
import {createTemporaryFolder} from '../../../support/temporary-folder.ts';

export const canary = 'canary-7f3a';

/** A folder outside of every repository, with what nobody may read and a program that nobody may run. */
export async function createOutside() {
	const place = await createTemporaryFolder({'secret.yaml': `extra: ${canary}\n`});
	const program = path.join(place.folder, 'run.sh');
	await writeFile(program, `#!/bin/sh\ntouch ${place.folder}/ran\n`, {mode: 0o700});
	return {...place, secret: path.join(place.folder, 'secret.yaml'), isUntouched: () => isUntouched(place.folder)};
}

async function isUntouched(folder: string): Promise<boolean> {
	return (await readdir(folder)).toSorted().join() === 'run.sh,secret.yaml';
}

/** All that a person may get to see of a render. */
export function show({manifests, problems, messages}: Awaited<ReturnType<Renderer['render']>>): string {
	return JSON.stringify({bodies: manifests.map(({body}) => body), problems, messages});
}
