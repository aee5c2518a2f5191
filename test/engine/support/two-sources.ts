import {folderSource, type Source} from '../../../source/model/application.ts';
import {application, configMap, setUp} from './harness.ts';

export const source = (repository: string, path: string, parts: Partial<Source> = {}): Source => ({
	...folderSource({repository, revision: 'main', path, tool: {kind: 'detected'}}),
	...parts,
});

export const web = source('/web', 'web');
export const extra = source('/extra', 'extra');

/** An application of two repositories, of which each has a commit. */
export function setUpTwo(sources: readonly [Source, ...Source[]] = [web, extra], policy = {}) {
	const set = setUp([application({sources, policy})]);
	const {git} = set;
	const push = (repository: string, ...commit: Parameters<typeof git.commit>) => {
		const id = git.commit(...commit);
		git.point(`${repository} main`, id);
		return id;
	};
	const first = push('/web', {web: [configMap('a')]});
	const second = push('/extra', {extra: [configMap('b')]});
	return {...set, push, first, second};
}
