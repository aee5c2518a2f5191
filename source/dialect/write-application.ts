import type {Application, Destination, Source, SyncPolicy} from '../model/application.ts';
import type {JsonObject} from '../model/json.ts';
import {writeTool} from './tools.ts';

/** The Argo CD `Application` that says the same. */
export function writeApplication({name, project, sources, destination, policy}: Application): JsonObject {
	const [source, ...others] = sources;
	return {
		apiVersion: 'argoproj.io/v1alpha1',
		kind: 'Application',
		metadata: {name},
		spec: {
			project,
			...(others.length === 0 ? {source: writeSource(source)} : {sources: sources.map(writeSource)}),
			destination: writeDestination(destination),
			...writePolicy(policy),
		},
	};
}

function writeSource({name, repository, revision, path, chart, ref, tool}: Source): JsonObject {
	return {
		...(name !== '' && {name}),
		repoURL: repository,
		targetRevision: revision,
		...(chart !== '' && {chart}),
		...(chart === '' && path !== '' && {path}),
		...(ref !== '' && {ref}),
		...writeTool(tool),
	};
}

function writeDestination({cluster, namespace}: Destination): JsonObject {
	const key = cluster.includes('://') ? 'server' : 'name';
	return {...(cluster !== '' && {[key]: cluster}), ...(namespace !== '' && {namespace})};
}

// Argo CD heals and prunes by itself only where it also deploys: without that, the other two are written as switched off.
function writePolicy({automated, prune, selfHeal, createNamespace}: SyncPolicy): JsonObject {
	const isOff = !automated && (prune || selfHeal);
	const set = {
		...(automated && {automated: {prune, selfHeal}}),
		...(isOff && {automated: {enabled: false, prune, selfHeal}}),
		...(createNamespace && {syncOptions: ['CreateNamespace=true']}),
	};
	return Object.keys(set).length > 0 ? {syncPolicy: set} : {};
}
