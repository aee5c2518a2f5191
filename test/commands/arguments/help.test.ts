import {expect, test} from 'vitest';
import {flagTable, isFlagName, signature} from '../../../source/commands/arguments/flags.ts';
import {helpText, verbHelp} from '../../../source/commands/arguments/help.ts';
import {verbs} from '../../../source/commands/verbs.ts';

test('the help names every verb with what it does', () => {
	const help = helpText(verbs);
	expect(verbs.filter(({name, summary}) => !help.includes(`  ${name}`) || !help.includes(summary))).toEqual([]);
});

test('every flag of the table belongs to a verb, and is in its help', () => {
	const names = Object.keys(flagTable).filter(isFlagName);
	const general = helpText(verbs);
	const explained = names.filter(
		name =>
			general.includes(`  ${signature(name)}`) ||
			verbs.some(verb => verb.flags.includes(name) && verbHelp(verb, verbs).includes(`  ${signature(name)}`)),
	);
	expect(explained).toEqual(names);
});

test('the help fits into 120 columns', () => {
	const texts = [helpText(verbs), ...verbs.map(verb => verbHelp(verb, verbs))];
	expect(texts.flatMap(text => text.split('\n')).filter(line => line.length > 120)).toEqual([]);
});

test('the help of a verb', () => {
	const plan = verbs.find(({name}) => name === 'plan');
	expect(plan && verbHelp(plan, verbs).split('Flags of all verbs')[0]).toMatchInlineSnapshot(`
		"Show what a sync would do, and the digest that approves it.

		Usage: trueup plan [APP] [FLAGS]

		Nothing is changed. \`trueup sync APP --plan DIGEST\` applies exactly what is shown, or nothing.
		Exits with 1 where problems block the whole application.

		Formats of -o: text, json (default: text)

		Flags of plan:
		  --prune  plan the deletion of what Git no longer has

		"
	`);
});
