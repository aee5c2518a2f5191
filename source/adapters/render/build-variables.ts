import {addressOf, type JsonnetVariable} from '../../model/application.ts';
import {parseReference} from '../../model/reference.ts';
import type {RenderRequest} from '../../model/sources.ts';
import type {Chosen} from './detect-tool.ts';

export type Variables = Readonly<Record<string, string>>;

/** What Argo CD calls the build environment; the cluster is asked only where something asks for it. */
export async function buildVariables(request: RenderRequest, text: string, signal: AbortSignal): Promise<Variables> {
	const {app, project, namespace, source, capabilities} = request;
	// Of a chart its version, of an artifact its digest.
	const [tag = '', digest = tag] = request.commit.split('@');
	const commit = source.chart === '' ? digest : tag;
	const {kubeVersion, apiVersions} = text.includes('KUBE_')
		? await capabilities(signal)
		: {kubeVersion: '', apiVersions: []};
	return {
		ARGOCD_APP_NAME: app,
		ARGOCD_APP_NAMESPACE: namespace,
		ARGOCD_APP_PROJECT_NAME: project,
		ARGOCD_APP_REVISION: commit,
		ARGOCD_APP_REVISION_SHORT: commit.slice(0, 7),
		ARGOCD_APP_REVISION_SHORT_8: commit.slice(0, 8),
		ARGOCD_APP_SOURCE_PATH: source.path,
		ARGOCD_APP_SOURCE_REPO_URL: addressOf(source.repository),
		ARGOCD_APP_SOURCE_TARGET_REVISION: source.revision,
		KUBE_VERSION: kubeVersion.replace(/^v/, '').replace(/[-+].*$/, ''),
		KUBE_API_VERSIONS: apiVersions.join(','),
	};
}

/** The tool's options with the build variables in them, in the places where Argo CD puts them. */
export async function withVariables(tool: Chosen, request: RenderRequest, signal: AbortSignal): Promise<Chosen> {
	const text = JSON.stringify(tool);
	if (!text.includes('$')) {
		return tool;
	}

	const variables = await buildVariables(request, text, signal);
	const put = (value: string) => substitute(value, variables);
	// Of a file of another source the beginning names that source.
	const putIntoPath = (path: string) => {
		const {ref = '', path: rest = ''} = parseReference(path) ?? {};
		return request.references.has(ref) ? `$${ref}/${put(rest)}` : put(path);
	};
	switch (tool.kind) {
		case 'directory': {
			const {extVars, tlas, libs} = tool.jsonnet;
			const putAll = (all: readonly JsonnetVariable[]) => all.map(one => ({...one, value: put(one.value)}));
			return {...tool, jsonnet: {extVars: putAll(extVars), tlas: putAll(tlas), libs}};
		}

		case 'kustomize': {
			const {images, labels, annotations, annotationsEnvsubst} = tool;
			const putEach = (pairs: Variables) =>
				Object.fromEntries(Object.entries(pairs).map(([key, value]) => [key, put(value)]));
			return {
				...tool,
				images: images.map(put),
				labels: putEach(labels),
				annotations: annotationsEnvsubst ? putEach(annotations) : annotations,
			};
		}

		// Its values are replaced when they become variables.
		case 'plugin':
			return tool;
		case 'helm':
			return {
				...tool,
				valueFiles: tool.valueFiles.map(putIntoPath),
				parameters: tool.parameters.map(one => ({...one, value: put(one.value)})),
				fileParameters: tool.fileParameters.map(one => ({...one, path: putIntoPath(one.path)})),
			};
	}
}

/** `$NAME` and `${NAME}`; what is not known becomes nothing, and `$$` a dollar. */
export function substitute(text: string, variables: Variables): string {
	return text.replaceAll(/\$(?:(\$)|\{([^{}]*)\}|(\w+))/g, (_, dollar?: string, braced?: string, bare?: string) => {
		const name = braced ?? bare ?? '';
		return dollar ?? (Object.hasOwn(variables, name) ? (variables[name] ?? '') : '');
	});
}
