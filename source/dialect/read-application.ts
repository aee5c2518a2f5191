import type * as z from 'zod';
import {type Application, folderSource, type Source, type SyncPolicy} from '../model/application.ts';
import {dig, items, type Json, type JsonObject, text} from '../model/json.ts';
import type {Problem} from '../model/problem.ts';
import {
	type ApplicationDocument,
	applicationSchema,
	type destinationSchema,
	type SourceDocument,
	sourceSchema,
} from './application-schema.ts';
import {listFindings} from './findings.ts';
import {pathIn} from './format.ts';
import {readableSchema} from './readable-schema.ts';
import {keepReadFields} from './set-fields.ts';
import {readTool} from './tools.ts';

/** With problems, the application is there to be listed, and nothing may be done in its name. */
export type ApplicationRead =
	| {readonly application: Application; readonly problems: readonly Problem[]}
	| {readonly application?: never; readonly problems: readonly Problem[]};

/** Where a field stands, as `file:line`. */
export type WhereIs = (path: readonly PropertyKey[]) => string;

/** Reads one Argo CD `Application`. `origin` is the `file:line` of its document, and of its fields where nobody can tell. */
export function readApplication(
	document: JsonObject,
	origin: string,
	whereIs: WhereIs = () => origin,
): ApplicationRead {
	const fields = keepReadFields(document);
	const parsed = applicationSchema.safeParse(fields);
	const findings = listFindings(fields, parsed.error?.issues ?? []);
	if (parsed.success && findings.length === 0) {
		return {application: toApplication(parsed.data, origin), problems: []};
	}

	const application = readBlocked(fields, origin);
	const problems = findings.map(finding => toProblem(finding, application?.name, whereIs(pathIn(finding))));
	return application === undefined ? {problems} : {application, problems};
}

/** What is wrong with a document of which an application is to be made, a sentence each, that begins with the field's path. */
export function checkApplication(document: JsonObject): readonly string[] {
	const fields = keepReadFields(document);
	return listFindings(fields, applicationSchema.safeParse(fields).error?.issues ?? []);
}

function toProblem(finding: string, name: string | undefined, where: string): Problem {
	const who = name === undefined ? 'this application' : `application ${name}`;
	return {scope: 'application', where, message: `${finding}; until that is changed, trueup does nothing for ${who}`};
}

function toApplication({metadata, spec}: ApplicationDocument, origin: string): Application {
	return {
		name: metadata.name,
		project: spec.project,
		sources: toSources(spec),
		destination: toDestination(spec.destination),
		policy: toPolicy(spec.syncPolicy),
		origin,
	};
}

function toSources({source, sources = []}: ApplicationDocument['spec']): Application['sources'] {
	const [first = source, ...others] = sources;
	if (first === undefined) {
		throw new Error('an application without a source was not refused');
	}

	const noPath = sources.length > 0 ? '' : '.';
	return [toSource(first, noPath), ...others.map(one => toSource(one, noPath))];
}

function toSource(document: SourceDocument, noPath: string): Source {
	const {name, repoURL: repository, targetRevision: revision, path = noPath, chart, ref} = document;
	return {name, repository, revision, path: chart === '' ? path : '.', chart, ref, tool: readTool(document)};
}

function toDestination({server, name, namespace}: z.infer<typeof destinationSchema>): Application['destination'] {
	return {cluster: server || name, namespace};
}

function toPolicy({automated, syncOptions}: ApplicationDocument['spec']['syncPolicy']): SyncPolicy {
	const isAutomated = automated?.enabled ?? false;
	return {
		automated: isAutomated,
		prune: isAutomated && automated?.prune === true,
		selfHeal: isAutomated && automated?.selfHeal === true,
		createNamespace: syncOptions.includes('CreateNamespace=true'),
	};
}

function readBlocked(fields: JsonObject, origin: string): Application | undefined {
	const {success, data} = readableSchema.safeParse(fields);
	if (!success || text(fields, 'kind') !== 'Application') {
		return undefined;
	}

	const toReadable = (
		{repoURL, targetRevision, path, chart}: (typeof data)['spec']['source'],
		written: Json | undefined,
	): Source => ({
		...folderSource({repository: repoURL, revision: targetRevision, path, tool: {kind: 'detected'}}),
		chart,
		// Whatever is not understood of it would be rendered as something else.
		...(!sourceSchema.safeParse(written).success && {isWrong: true}),
	});
	const all = items(fields, 'spec', 'sources');
	const [first = toReadable(data.spec.source, dig(fields, 'spec', 'source')), ...others] = data.spec.sources.map(
		(source, index) => toReadable(source, all[index]),
	);
	return {
		name: data.metadata.name,
		project: data.spec.project,
		sources: [first, ...others],
		destination: toDestination(data.spec.destination),
		policy: {automated: false, prune: false, selfHeal: false, createNamespace: false},
		origin,
	};
}
