import type {HistoryEntry} from '../model/operation.ts';
import {shortRevision} from '../model/revision.ts';
import {escapeLine, oneLine} from '../text/escape.ts';
import {resultColors} from '../text/paint.ts';
import {localTime} from '../text/time.ts';
import {applicationOf} from './application.ts';
import {commonFlags} from './arguments/flags.ts';
import {exitCodes} from './exit-codes.ts';
import {jsonDocument} from './text/json.ts';
import {shortDigest} from './text/plan-text.ts';
import {historyShape} from './text/shapes.ts';
import {type Cell, tableText} from './text/table.ts';
import type {Context, Verb} from './verb.ts';

const titles = ['ID', 'TIME', 'REVISION', 'PLAN', 'BY', 'RESULT', 'MESSAGE'];

export const history: Verb = {
	name: 'history',
	summary: 'List what was applied, newest first: when, by whom, and how it ended',
	details: [],
	takesApplication: true,
	flags: commonFlags,
	outputs: ['text', 'json'],
	run: runHistory,
};

async function runHistory(context: Context): Promise<number> {
	const engine = await context.engine();
	const app = applicationOf(context, engine);
	const entries = engine.history(app);
	context.out(
		context.flags.output === 'json'
			? jsonDocument(entries.map(historyShape))
			: tableText(titles, entries.map(cellsOf), context),
	);
	return exitCodes.done;
}

function cellsOf(entry: HistoryEntry): readonly Cell[] {
	const {time, by, message} = entry;
	if (entry.kind === 'switch') {
		return [...['', localTime(time), '', '', escapeLine(by), 'switched', oneLine(message)].map(text => ({text}))];
	}

	const {id, revision, digest, result} = entry;
	return [
		{text: String(id)},
		{text: localTime(time)},
		{text: shortRevision(revision)},
		{text: shortDigest(digest)},
		{text: escapeLine(by)},
		{text: result, color: resultColors[result]},
		{text: oneLine(message)},
	];
}
