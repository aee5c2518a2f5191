import type {Diagnosis, Finding} from '../model/diagnosis.ts';
import {escapeLine, oneLine} from '../text/escape.ts';
import type {Color} from '../text/paint.ts';
import {commonFlags} from './arguments/flags.ts';
import {exitCodes} from './exit-codes.ts';
import {jsonDocument} from './text/json.ts';
import {diagnosisShape} from './text/shapes.ts';
import {type Screen, tableText} from './text/table.ts';
import type {Context, Verb} from './verb.ts';

export const doctor: Verb = {
	name: 'doctor',
	summary: 'Say what there is to work with, what is missing, and what that costs',
	details: [
		'Programs with their versions, clusters and what one may do there, repositories, the state and the cache.',
		'With applications (-f, or --repo) it says which of them need what is missing. Changes nothing in a cluster.',
	],
	takesApplication: false,
	needsNoApplications: true,
	flags: commonFlags,
	outputs: ['text', 'json'],
	run: runDoctor,
};

async function runDoctor(context: Context): Promise<number> {
	const diagnosis = await context.diagnose();
	context.out(
		context.flags.output === 'json' ? jsonDocument(diagnosisShape(diagnosis)) : diagnosisText(diagnosis, context),
	);
	return diagnosis.isWell ? exitCodes.done : exitCodes.failed;
}

const colors = {
	ok: 'green',
	missing: 'red',
	unsupported: 'red',
	broken: 'red',
	unneeded: 'dim',
} as const satisfies Record<Finding['state'], Color>;

const words = {ok: 'ok', missing: 'missing', unsupported: 'too old', broken: 'broken', unneeded: 'not needed'} as const;

function diagnosisText(diagnosis: Diagnosis, screen: Screen): string {
	const {findings, isWell} = diagnosis;
	const rows = findings.map(({state, name, version, path, tookMs}) => [
		{text: words[state], color: colors[state]},
		{text: escapeLine(name)},
		{text: escapeLine(version) || '-'},
		{text: tookMs < 1 ? '-' : `${Math.round(tookMs)} ms`},
		{text: escapeLine(path)},
	]);
	const bad = findings.filter(isBad).length;
	return [
		tableText(['STATE', 'NAME', 'VERSION', 'TOOK', 'PATH'], rows, screen),
		...findings.flatMap(finding => told(finding, screen)),
		isWell ? 'all that is needed is there\n' : `${bad} of ${findings.length} are missing, too old or broken\n`,
	].join('');
}

// Not cut: what can't be read to its end can't be mended.
function told(finding: Finding, {paint}: Screen): readonly string[] {
	const {name, message, neededBy} = finding;
	const users = isBad(finding) && neededBy.length > 0 ? ` (needed by ${neededBy.join(', ')})` : '';
	const line = oneLine(`${name}: ${message}${users}`);
	return message === '' ? [] : [`${isBad(finding) ? paint('red', line) : line}\n`];
}

function isBad({state}: Finding): boolean {
	return state === 'missing' || state === 'unsupported' || state === 'broken';
}
