import type {Application, Source} from '../model/application.ts';
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
	{source, commit}: {readonly source: Source; readonly commit: string},
	{capabilities, variables}: AskedOfClusters,
): RenderRequest {
	const {name: app, project, destination} = application;
	const substitution = substitutionOf(application, variables);
	return {
		...{app, project, namespace: destination.namespace, source, commit},
		capabilities: signal => capabilities(application, signal),
		...(substitution && {substitution}),
	};
}
