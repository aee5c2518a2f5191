import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {printable} from '../../source/adapters/cluster/rest/printable.ts';
import {
	commonFlags,
	type FlagName,
	flagTable,
	isFlagName,
	signature,
	specOf,
} from '../../source/commands/arguments/flags.ts';
import {usageOf} from '../../source/commands/arguments/help.ts';
import {exitCodes, resultCodes} from '../../source/commands/exit-codes.ts';
import {
	comparisonShape,
	detailsShape,
	diagnosisShape,
	eventShape,
	goneEventShape,
	historyShape,
	planShape,
	printedShape,
	rowEventShape,
	rowShape,
} from '../../source/commands/text/shapes.ts';
import {verbs} from '../../source/commands/verbs.ts';
import {escapeLine} from '../../source/text/escape.ts';
import {eventColors} from '../../source/text/paint.ts';
import {
	comparison,
	created,
	creation,
	details,
	entry,
	healthyDiagnosis,
	plan,
	printed,
	problem,
	row,
	service,
	update,
} from './support/samples.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/verbs.md'), 'utf8');

/** The text below a heading, up to the next one of any level. */
function section(title: string): string {
	return page.split(/^#+ /m).find(text => text.startsWith(`${title}\n`)) ?? '';
}

/** The cells of a section's table, without its head. */
function tableOf(title: string): readonly (readonly string[])[] {
	return section(title)
		.split('\n')
		.filter(line => line.startsWith('| '))
		.slice(1)
		.map(line => line.slice(2, -2).split(' | '));
}

function flagRows(names: readonly FlagName[]) {
	return names.map(name => [`\`${signature(name).replace('|', '\\|')}\``, specOf(name).summary]);
}

test('the verbs are those that there are', () => {
	expect(tableOf('The verbs')).toEqual(verbs.map(verb => [`\`${usageOf(verb)}\``, verb.summary]));
});

test('the flags are those that there are', () => {
	const own = Object.keys(flagTable)
		.filter(isFlagName)
		.filter(name => !commonFlags.includes(name));
	expect(tableOf('Of every verb')).toEqual(flagRows(commonFlags));
	expect(tableOf('Of some verbs')).toEqual(flagRows(own));
});

test('`--prune` is of three verbs, the cluster and the render have their own, and the others are of sync', () => {
	const own = verbs.map(({name, flags}) => [name, flags.filter(flag => !commonFlags.includes(flag))]);
	expect(Object.fromEntries(own.filter(([, flags]) => flags?.length))).toEqual({
		render: ['offline'],
		diff: ['prune', 'offline'],
		plan: ['prune'],
		sync: ['prune', 'plan', 'resource', 'dry-run', 'yes', 'timeout'],
		sandbox: ['write-kubeconfig', 'port'],
	});
});

test('the formats are those that there are', () => {
	const writers = verbs.filter(({flags}) => flags.includes('output'));
	const formats = new Map(writers.map(({name, outputs}) => [name, outputs.join(' ')]));
	expect([...formats].filter(([, outputs]) => outputs !== 'text json')).toEqual([
		['render', 'yaml json'],
		['diff', 'text json markdown'],
	]);
});

test('the exit codes are those that there are', () => {
	expect(tableOf('Exit codes').map(([code]) => Number(code))).toEqual(Object.values(exitCodes));
	const codes = tableOf('sync, watch and engine').map(([result, code]) => [result?.replaceAll('`', ''), Number(code)]);
	expect(codes).toEqual(Object.entries(resultCodes));
});

test('escapes look as they are described', () => {
	const [, inText, inMessages] = /are escaped wherever .*: as `(.*?)`, and within .* as `(.*?)` too/.exec(page) ?? [];
	expect([inText, inMessages]).toEqual([escapeLine('\u001b'), printable('\u001b')]);
});

test('the kinds of events are those that there are', () => {
	const [, list = ''] = /^The kinds of events: (.*)\.$/m.exec(page) ?? [];
	expect(list.split(', ')).toEqual(Object.keys(eventColors).map(kind => `\`${kind}\``));
});

/** The keys of a value and of all within, in their order; one item stands for a list. */
function keysOf(value: unknown): unknown {
	if (Array.isArray(value)) {
		return value.slice(0, 1).map(keysOf);
	}

	return typeof value === 'object' && value !== null
		? Object.entries(value).map(([key, member]) => [key, keysOf(member)])
		: null;
}

function samplesOf(title: string): readonly unknown[] {
	return [...section(title).matchAll(/```json\n(.*?)```/gs)].map(([, text = '']) => JSON.parse(text));
}

describe('the JSON is what is printed', () => {
	const [field] = update.fields;
	const full = {
		...plan,
		changes: [{...update, fields: field ? [{...field, after: 1}] : []}],
		leftovers: [service],
		problems: [problem],
	};
	const shapes: readonly [string, readonly unknown[]][] = [
		['list', [[rowShape(row)]]],
		['get', [detailsShape(details)]],
		['render', [printedShape({...printed, manifests: [creation.after ?? {}], problems: [problem]})]],
		['plan', [planShape(full)]],
		['diff', [comparisonShape(comparison)]],
		['history', [[historyShape(entry)]]],
		['doctor', [diagnosisShape(healthyDiagnosis)]],
		[
			'sync, watch and engine',
			[eventShape(created), rowEventShape(row, created.time), goneEventShape('web', created.time)],
		],
	];

	test.for(shapes)('%s', ([title, samples]) => {
		expect(samplesOf(title).map(keysOf)).toEqual(samples.map(keysOf));
	});

	test('and no sample is left out', () => {
		const all = [...page.matchAll(/```json\n/g)].length;
		expect(shapes.reduce((sum, [, samples]) => sum + samples.length, 0)).toBe(all);
	});
});
