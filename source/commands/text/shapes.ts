import type {Change, FieldChange} from '../../model/change.ts';
import type {Comparison} from '../../model/comparison.ts';
import type {Diagnosis} from '../../model/diagnosis.ts';
import type {Printed} from '../../model/engine.ts';
import type {Event} from '../../model/event.ts';
import type {HistoryEntry} from '../../model/operation.ts';
import type {Plan} from '../../model/plan.ts';
import type {ResourceId} from '../../model/resource.ts';
import type {Details, ResourceRow, Row, SourceRow} from '../../model/row.ts';

// The shapes of JSON output are a contract (docs/verbs.md): what the model gains is not printed until it is part of it.

export function rowShape({name, project, sync, health, revision, path, destination, message, resources}: Row) {
	return {name, project, sync, health, revision, path, destination, message, resources};
}

export function detailsShape(details: Details) {
	return {
		...rowShape(details),
		tool: details.tool,
		tookMs: details.tookMs,
		sources: details.sources.map(sourceShape),
		resources: details.resourceRows.map(resourceShape),
		problems: details.problems.map(problemShape),
		remarks: details.remarks,
	};
}

function sourceShape({label, repository, path, chart, ref, revision, tool, tookMs}: SourceRow) {
	return {label, repository, path, chart, ref, revision, tool, tookMs};
}

function resourceShape({sync, health, message, wave, ...id}: ResourceRow) {
	return {...idShape(id), sync, health, message, wave};
}

export function printedShape({app, revision, tool, tookMs, manifests, problems, remarks}: Printed) {
	return {app, revision, tool, tookMs, objects: manifests, problems: problems.map(problemShape), remarks};
}

export function diagnosisShape({isWell, findings}: Diagnosis) {
	return {
		ok: isWell,
		findings: findings.map(({area, name, state, version, path, message, neededBy, tookMs}) => ({
			...{area, name, state, version, path, message, neededBy},
			tookMs: Math.round(tookMs),
		})),
	};
}

export function planShape({app, revision, digest, kind, changes, leftovers, problems}: Plan) {
	return {
		app,
		revision,
		digest,
		kind,
		changes: changes.map(changeShape),
		leftovers: leftovers.map(idShape),
		problems: problems.map(problemShape),
	};
}

export function comparisonShape({revision, applications, same, problems, remarks}: Comparison) {
	return {
		revision,
		applications: applications.map(one => ({
			...{app: one.app, from: one.from, to: one.to},
			changes: one.changes.map(({op, id, wave, fields, risks}) => ({
				...{op, ...idShape(id), wave},
				fields: fields.map(({managers: _, ...field}) => field),
				risks,
			})),
			problems: one.problems.map(problemShape),
			remarks: one.remarks,
		})),
		same,
		problems: problems.map(problemShape),
		remarks,
	};
}

/** `forbidden` is there where this user may not make the change. */
export function changeShape({op, id, phase, wave, fields, risks, forbidden}: Change) {
	const reason = forbidden === undefined ? {} : {forbidden};
	return {op, ...idShape(id), phase, wave, fields: fields.map(fieldShape), risks, ...reason};
}

function fieldShape({path, before, after, managers}: FieldChange) {
	return {path, ...(before === undefined ? {} : {before}), ...(after === undefined ? {} : {after}), managers};
}

function idShape({group, version, kind, namespace, name}: ResourceId) {
	return {group, version, kind, namespace, name};
}

function problemShape({where, message}: {readonly where: string; readonly message: string}) {
	return {where, message};
}

/** What a person switched is no operation: it has no commit and no plan. */
export function historyShape(entry: HistoryEntry) {
	const {id, time, by, message} = entry;
	const {revision, digest, result} =
		entry.kind === 'operation' ? entry : {revision: '', digest: '', result: 'switched' as const};
	return {id, time, revision, digest, by, result, message};
}

/** What is not there is left out. */
export function eventShape({time, kind, app, resource, message, result, revision, durationMs}: Event) {
	return {
		time,
		kind,
		app,
		...(resource === undefined ? {} : {resource}),
		message,
		...(result === undefined ? {} : {result}),
		...(revision === undefined ? {} : {revision}),
		...(durationMs === undefined ? {} : {durationMs}),
	};
}

/** A line of `watch`: an application's state has changed. */
export function rowEventShape(row: Row, time: string) {
	const {name, ...rest} = rowShape(row);
	return {kind: 'row' as const, time, app: name, ...rest};
}

/** A line of `watch`: an application is no longer declared. */
export function goneEventShape(app: string, time: string) {
	return {kind: 'gone' as const, time, app, message: 'no longer declared'};
}
