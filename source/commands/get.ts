import {describe} from '../model/resource.ts';
import {shortRevision} from '../model/revision.ts';
import type {Details, ResourceRow} from '../model/row.ts';
import {escapeLine, oneLine} from '../text/escape.ts';
import {healthColors, syncColors} from '../text/paint.ts';
import {partText, purposeText, renderText} from '../text/render.ts';
import {applicationOf} from './application.ts';
import {commonFlags} from './arguments/flags.ts';
import {codeOf} from './exit-codes.ts';
import {jsonDocument} from './text/json.ts';
import {detailsShape} from './text/shapes.ts';
import {type Cell, type Screen, tableText} from './text/table.ts';
import type {Context, Verb} from './verb.ts';

export const get: Verb = {
	name: 'get',
	summary: 'Show one application with its resources and problems',
	details: [],
	takesApplication: true,
	flags: commonFlags,
	outputs: ['text', 'json'],
	run: runGet,
};

async function runGet(context: Context): Promise<number> {
	const engine = await context.engine();
	const app = applicationOf(context, engine);
	const details = await engine.get(app, context.signal);
	context.out(context.flags.output === 'json' ? jsonDocument(detailsShape(details)) : detailsText(details, context));
	return codeOf(details);
}

function detailsText(details: Details, screen: Screen): string {
	const {name, project, sync, health, revision, destination, message} = details;
	const {resourceRows, problems, remarks} = details;
	const facts: readonly (readonly [string, Cell])[] = [
		['name', {text: escapeLine(name)}],
		['project', {text: escapeLine(project)}],
		['sync', {text: sync, color: syncColors[sync]}],
		['health', {text: health, color: healthColors[health]}],
		['revision', {text: escapeLine(revision) || '-'}],
		...sourceFacts(details),
		['destination', {text: escapeLine(destination)}],
		['message', {text: oneLine(message) || '-'}],
	];
	const titles = ['RESOURCE', 'SYNC', 'HEALTH', 'WAVE', 'MESSAGE'];
	const parts = [
		tableText(
			[],
			facts.map(([title, cell]) => [{text: title}, cell]),
			screen,
		),
		...(resourceRows.length === 0 ? [] : [tableText(titles, resourceRows.map(resourceCells), screen)]),
		...(problems.length === 0 ? [] : [problemsText(problems, screen)]),
		...(remarks.length === 0 ? [] : [`remarks:\n${remarks.map(remark => `  ${oneLine(remark)}\n`).join('')}`]),
	];
	return parts.join('\n');
}

function sourceFacts({sources}: Details): readonly (readonly [string, Cell])[] {
	const [only] = sources;
	if (only !== undefined && sources.length === 1) {
		return [
			['repository', {text: escapeLine(only.repository) || '-'}],
			[only.chart === '' ? 'path' : 'chart', {text: escapeLine(only.chart || only.path)}],
			['rendered', {text: escapeLine(renderText(only))}],
		];
	}

	return sources.map(source => {
		const at = shortRevision(source.revision) || 'no commit';
		const parts = [partText(source), `of ${source.repository} at ${at},`, purposeText(source)];
		return [escapeLine(source.label), {text: escapeLine(parts.filter(Boolean).join(' '))}];
	});
}

function resourceCells({sync, health, wave, message, ...id}: ResourceRow): readonly Cell[] {
	return [
		{text: escapeLine(describe(id))},
		{text: sync, color: syncColors[sync]},
		{text: health, color: healthColors[health]},
		{text: String(wave)},
		{text: oneLine(message)},
	];
}

// Not cut: a problem that can't be read to its end can't be solved.
function problemsText(problems: Details['problems'], {paint}: Screen): string {
	const lines = problems.map(({where, message}) => `  ${paint('red', oneLine(`${where}: ${message}`))}\n`);
	return `problems:\n${lines.join('')}`;
}
