import type {Change, FieldChange} from '../../model/change.ts';
import type {Json} from '../../model/json.ts';
import type {Plan} from '../../model/plan.ts';
import {problemLines} from '../../model/problem.ts';
import {describe} from '../../model/resource.ts';
import {shortRevision} from '../../model/revision.ts';
import {escapeLine, oneLine} from '../../text/escape.ts';
import {opColors, type Paint, planColors} from '../../text/paint.ts';
import type {Flags} from '../arguments/values.ts';
import {commandOf} from '../hint.ts';
import {jsonLine} from './json.ts';

const signs = {create: '+', update: '~', replace: '±', delete: '-'} as const satisfies Record<Change['op'], string>;

/** Values longer than this are cut. */
const longest = 72;

/**
 * A plan as one would read it aloud: what it is, what it does in which order, what it leaves, and what to do next.
 * The flags are those that it was asked for with.
 */
export function planText(plan: Plan, paint: Paint, flags: Flags): string {
	return [
		...headOf(plan, paint),
		...changeLines(plan.changes, paint),
		...section(`${leftoverTitle(plan)}:`, plan.leftovers.map(describe)),
		...section('problems:', problemLines(plan.problems), line => paint('red', line)),
		...section('notes:', plan.notes),
		nextStep(plan, flags),
	]
		.map(line => `${line}\n`)
		.join('');
}

/** Why what is left over stays. */
export function leftoverTitle({prune}: Plan): string {
	return prune ? 'left over, not deleted' : 'left over, kept without --prune';
}

/** Enough of a digest to name a plan. */
export function shortDigest(digest: string): string {
	return digest.slice(0, 12);
}

function headOf({app, kind, digest, revision, reasons}: Plan, paint: Paint): readonly string[] {
	const commit = revision === '' ? '' : `, commit ${shortRevision(revision)}`;
	const word = paint(planColors[kind], kind.replaceAll('-', ' '));
	const name = digest === '' ? 'no plan' : `plan ${shortDigest(digest)}`;
	return [`${word}, ${name} of ${escapeLine(app)}${commit}`, ...reasons.map(reason => `  because ${oneLine(reason)}`)];
}

function changeLines(changes: readonly Change[], paint: Paint): readonly string[] {
	const steps = Map.groupBy(changes, ({phase, wave}) => `${phase}, wave ${wave}`);
	return [...steps].flatMap(([step, members]) => [
		`${step}:`,
		...members.flatMap(change => [
			`  ${paint(opColors[change.op], `${signs[change.op]} ${change.op} ${escapeLine(describe(change.id))}`)}`,
			...fieldLines(change),
			...change.risks.map(risk => `      ${paint('yellow', `risk: ${oneLine(risk)}`)}`),
			...(change.forbidden === undefined ? [] : [`      ${paint('red', `not allowed: ${oneLine(change.forbidden)}`)}`]),
		]),
	]);
}

// A whole object that comes or goes is told by its name; `trueup diff` shows all of it.
function fieldLines({op, fields}: Change): readonly string[] {
	return op === 'update' || op === 'replace' ? fields.map(field => `      ${fieldLine(field)}`) : [];
}

function fieldLine({path, before, after, managers, isFromServer}: FieldChange): string {
	const [old, wanted] = brief(valueText(before), valueText(after));
	return [
		`${escapeLine(path)}: ${old} -> ${wanted}`,
		...(managers.length === 0 ? [] : [`(set by ${escapeLine(managers.join(', '))})`]),
		...(isFromServer ? ['(by the server)'] : []),
	].join(' ');
}

function valueText(value: Json | undefined): string {
	return value === undefined ? 'nothing' : jsonLine(value).trimEnd();
}

/** Both sides short enough for a line, each from shortly before the place where they part. */
function brief(before: string, after: string): readonly [string, string] {
	if (before.length <= longest && after.length <= longest) {
		return [before, after];
	}

	const limit = Math.min(before.length, after.length);
	let parting = 0;
	while (parting < limit && before[parting] === after[parting]) {
		parting += 1;
	}

	const start = parting > longest / 2 ? parting - 12 : 0;
	return [excerpt(before, start), excerpt(after, start)];
}

function excerpt(text: string, start: number): string {
	const end = start + longest;
	return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`;
}

function section(title: string, items: readonly string[], paintLine = (line: string) => line): readonly string[] {
	return items.length === 0 ? [] : [title, ...items.map(item => `  ${paintLine(oneLine(item))}`)];
}

function nextStep({app, kind, digest, leftovers, prune, problems}: Plan, flags: Flags): string {
	const approval = commandOf(['sync', app, '--plan', shortDigest(digest)], flags);
	switch (kind) {
		case 'converged':
			return leftovers.length === 0 || prune
				? 'nothing to do'
				: `nothing to apply; delete what is left over with: ${commandOf(['sync', app, '--prune'], flags)}`;
		case 'ready':
			return `the engine applies it without asking; apply it now with: ${approval}`;
		case 'awaiting-approval':
			return `approve it with: ${approval}`;
		case 'blocked':
			return problems.length > 0
				? 'nothing can be applied before the problems are solved'
				: 'nothing can be applied before these changes are allowed';
	}
}
