import type {Application} from '../model/application.ts';
import type {Capabilities, RenderRequest} from '../model/sources.ts';
import {type ReadVariables, substitutionOf} from './substitutes.ts';

/** What rendering asks of the cluster that an application goes to. */
export type AskedOfClusters = {
	readonly capabilities: (application: Application, signal: AbortSignal) => Promise<Capabilities>;
	readonly variables: ReadVariables;
};

/** One source of an application, at a commit. */
export function renderRequestOf(
	application: Application,
	asked: Pick<RenderRequest, 'source' | 'commit' | 'references'>,
	{capabilities, variables}: AskedOfClusters,
): RenderRequest {
	const {name: app, project, destination} = application;
	const substitution = substitutionOf(application, variables);
	return {
		...{app, project, namespace: destination.namespace, ...asked},
		capabilities: signal => capabilities(application, signal),
		...(substitution && {substitution}),
	};
}
