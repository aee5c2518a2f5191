import type {Verb} from '../verb.ts';
import {type FlagName, signature, specOf} from './flags.ts';

const exitCodes = [
	'0 done · 1 failed, in part or in whole; diff: differences · 2 wrong use; diff: an error or a problem',
	'3 waits for approval, or the plan is stale · 130 interrupted',
];

/** Of the whole program. */
export function helpText(verbs: readonly Verb[]): string {
	return lines([
		'trueup keeps Kubernetes clusters true to Git, from a terminal.',
		'',
		'Usage: trueup VERB [APP] [FLAGS]',
		'',
		'Verbs:',
		...columns(verbs.map(verb => [usageOf(verb), verb.summary])),
		'',
		'Applications come from Argo CD Application manifests, -f FILE|DIR, or one from flags, --repo URL --path PATH.',
		'Where there is only one, APP may be left out. Only sync and engine write to a cluster.',
		'',
		'Flags of all verbs:',
		...flagLines(shared(verbs)),
		'',
		'Flags of some verbs: trueup VERB --help',
		'',
		'Exit codes:',
		...exitCodes.map(line => `  ${line}`),
	]);
}

/** Of one verb. */
export function verbHelp(verb: Verb, verbs: readonly Verb[]): string {
	const common = shared(verbs);
	const own = verb.flags.filter(name => !common.includes(name));
	return lines([
		`${verb.summary}.`,
		'',
		`Usage: trueup ${usageOf(verb)} [FLAGS]`,
		...(verb.details.length === 0 ? [] : ['', ...verb.details]),
		'',
		`Formats of -o: ${verb.outputs.join(', ')} (default: ${verb.outputs[0]})`,
		...(own.length === 0 ? [] : ['', `Flags of ${verb.name}:`, ...flagLines(own)]),
		'',
		'Flags of all verbs:',
		...flagLines(common),
	]);
}

/** As it is typed: `plan [APP]`. */
export function usageOf({name, takesApplication}: Verb): string {
	return takesApplication ? `${name} [APP]` : name;
}

function shared(verbs: readonly Verb[]): readonly FlagName[] {
	const [first, ...others] = verbs;
	return (first?.flags ?? []).filter(name => others.every(({flags}) => flags.includes(name)));
}

function flagLines(names: readonly FlagName[]): readonly string[] {
	return columns(names.map(name => [signature(name), specOf(name).summary]));
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
	const width = Math.min(36, Math.max(...rows.map(([left]) => left.length)));
	return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

function lines(all: readonly string[]): string {
	return `${all.join('\n')}\n`;
}
