import {serverVersion} from '../../objects/catalog.ts';
import {jsonAnswer, textAnswer} from '../answer/answers.ts';
import {methodNotAllowed} from '../answer/refused.ts';
import type {Answer, Request} from '../handler.ts';
import {discoveryVersion} from '../request/accept.ts';
import type {Target} from '../request/target.ts';
import {checkPathAllowed} from '../verbs/allowed.ts';
import type {Cluster} from '../verbs/context.ts';
import {aggregated, coreVersions, groupList, groupOf, resourceList} from './discovery.ts';
import {openApiDocumentAt, openApiIndex} from './open-api.ts';

type OtherTarget = Exclude<Target, {kind: 'objects'}>;

/** Everything that is about no object. */
export function answerOther(cluster: Cluster, request: Request, target: OtherTarget): Answer {
	const answer = found(cluster, request, target);
	if (answer === undefined) {
		checkPathAllowed(request);
		return textAnswer(404, '404 page not found\n');
	}

	if (request.method !== 'GET' && request.method !== 'HEAD') {
		throw methodNotAllowed();
	}

	return answer;
}

function found(cluster: Cluster, request: Request, target: OtherTarget): Answer | undefined {
	switch (target.kind) {
		case 'unknown':
			return undefined;
		case 'discovery':
			return discovery(cluster, request, target);
		case 'other':
			return plain(cluster, request, target.segments);
	}
}

type DiscoveryTarget = Extract<Target, {kind: 'discovery'}>;

function discovery(cluster: Cluster, request: Request, {group, version}: DiscoveryTarget): Answer {
	const {registry} = cluster;
	if (group === undefined) {
		return aggregatedAnswer(cluster, request, 'api') ?? json(coreVersions(''));
	}

	return json(version === undefined ? groupOf(registry, group) : resourceList(registry, group, version));
}

function aggregatedAnswer({registry}: Cluster, {accept}: Request, root: 'api' | 'apis'): Answer | undefined {
	const version = discoveryVersion(accept);
	if (version === undefined) {
		return undefined;
	}

	const type = `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
	return jsonAnswer(200, JSON.stringify(aggregated(registry, root, version)), {'content-type': type});
}

function plain(cluster: Cluster, request: Request, segments: readonly string[]): Answer | undefined {
	const [root = '', ...rest] = segments;
	switch (root) {
		case 'apis':
			return aggregatedAnswer(cluster, request, 'apis') ?? json(groupList(cluster.registry));
		case 'version':
			return rest.length === 0 ? json(serverVersion()) : undefined;
		case 'healthz':
		case 'livez':
		case 'readyz':
			return textAnswer(200, 'ok');
		case 'openapi':
			return openApi(cluster, rest);
		default:
			return undefined;
	}
}

function openApi({registry}: Cluster, [version, ...rest]: readonly string[]): Answer | undefined {
	if (version !== 'v3') {
		return undefined;
	}

	const document = rest.length === 0 ? openApiIndex(registry) : openApiDocumentAt(registry, rest.join('/'));
	return document === undefined ? undefined : jsonAnswer(200, document);
}

function json(value: unknown): Answer {
	return jsonAnswer(200, JSON.stringify(value));
}
