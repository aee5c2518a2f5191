import type {Change, FieldChange} from '../../../model/change.ts';
import {count} from '../../../model/count.ts';
import {isList, isObject, type Json} from '../../../model/json.ts';
import {isAutomated, type Operation, type OperationEntry} from '../../../model/operation.ts';
import type {OperationView} from '../../../model/question.ts';
import {describe, keyOf} from '../../../model/resource.ts';
import {oneLine} from '../../../text/escape.ts';
import {localTime} from '../../../text/time.ts';
import {blank, type Line, line, type Span, type Style} from '../../line.ts';
import {durationOf, resultSpan} from '../../words.ts';
import {wrapText} from './wrap.ts';

const signs = {create: '+', update: '~', replace: '±', delete: '-'} as const satisfies Record<Change['op'], string>;

const opStyles = {
	create: 'good',
	update: 'warning',
	replace: 'odd',
	delete: 'bad',
} as const satisfies Record<Change['op'], Style>;

/** Who, when, what and how it ended; then each change with how far it came. What was told meanwhile is not part of it. */
export function operationLines({operation, entry}: OperationView, width: number): readonly Line[] {
	return [...headLines(operation, entry, width), blank, ...changeLines(operation, entry)];
}

function headLines(operation: Operation, entry: OperationEntry, width: number): readonly Line[] {
	const {plan, by, resources, startedAt} = operation;
	const took = entry.result === 'running' ? Number.NaN : Date.parse(entry.time) - Date.parse(startedAt);
	const chosen = resources.length === 0 ? 'all' : `${resources.length} of ${count(plan.changes.length, 'change')}`;
	return [
		field('Result', resultSpan(entry.result), Number.isNaN(took) ? '' : ` after ${durationOf(took)}`),
		...wrapText(oneLine(entry.message), width - 12).map((text, index) => field(index === 0 ? 'Message' : '', text)),
		field('Started', localTime(startedAt)),
		field('By', oneLine(by)),
		field('Commit', operation.revision === '' ? 'none' : operation.revision),
		field('Plan', plan.digest === '' ? 'none' : plan.digest.slice(0, 12)),
		field(isAutomated(operation) ? 'Applies' : 'Approved', `${chosen}${plan.prune ? ', with deletions' : ''}`),
		...plan.reasons.map(reason => field('Because', oneLine(reason))),
	];
}

function field(name: string, ...spans: readonly Span[]): Line {
	return line(['dim', ` ${name.padEnd(10)}`], ...spans);
}

function changeLines(operation: Operation, entry: OperationEntry): readonly Line[] {
	const {changes} = operation.plan;
	if (changes.length === 0) {
		return [line(['dim', ' The plan had no changes.'])];
	}

	const waves = Map.groupBy(changes, ({phase, wave}) => `${phase}, wave ${wave}`);
	return [...waves].flatMap(([wave, members]) => [
		line(['title', ` ${wave}`], ['dim', `  ${count(members.length, 'change')}`]),
		...members.flatMap(change => [
			changeLine(change, stateOf(change, operation, entry)),
			...change.risks.map(risk => line(['warning', `      risk: ${oneLine(risk)}`])),
			...fieldLines(change),
		]),
	]);
}

function changeLine({op, id}: Change, state: Span): Line {
	return line(`   `, [opStyles[op], `${signs[op]} ${op} `], ['strong', describe(id)], '  ', state);
}

/** How far the step of a change came; the words say it without colours too. */
function stateOf({op, id}: Change, {steps, resources}: Operation, {result}: OperationEntry): Span {
	const key = keyOf(id);
	const step = steps.find(each => each.key === key && each.op === op) ?? steps.find(each => each.key === key);
	const isRunning = result === 'running';
	switch (step?.state) {
		case 'done':
			return ['good', 'done'];
		case 'failed':
			return ['bad', 'failed'];
		case 'started':
			return isRunning ? ['busy', 'being done'] : ['warning', 'begun, with no word of its end'];
		case undefined:
			if (resources.length > 0 && !resources.includes(key)) {
				return ['dim', 'not approved'];
			}

			return isRunning ? ['dim', 'waits'] : ['dim', 'not begun'];
	}
}

// What comes or goes as a whole has no fields worth naming.
function fieldLines({op, fields}: Change): readonly Line[] {
	return op === 'update' || op === 'replace' ? fields.map(fieldLine) : [];
}

function fieldLine({path, before, after, managers, isFromServer}: FieldChange): Line {
	const set = managers.length === 0 ? '' : `  (set by ${managers.join(', ')})`;
	return line(
		['key', `      ${path}`],
		['dim', ': '],
		['removed', valueText(before)],
		['dim', ' -> '],
		['added', valueText(after)],
		['dim', isFromServer ? `${set}  (by the server)` : set],
	);
}

function valueText(value: Json | undefined): string {
	if (value === undefined) {
		return 'nothing';
	}

	if (isList(value)) {
		return `[${value.map(valueText).join(', ')}]`;
	}

	if (isObject(value)) {
		return `{${Object.entries(value)
			.map(([key, member]) => `${key}: ${valueText(member)}`)
			.join(', ')}}`;
	}

	// JSON knows no whole numbers beyond 2^53.
	return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}
