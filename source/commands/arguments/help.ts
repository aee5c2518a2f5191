import {interactive} from '../interactive.ts';
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
		'Usage: trueup [FLAGS]             the full-screen interface',
		'       trueup VERB [APP] [FLAGS]  one thing, for scripts and pipes',
		'',
		'Verbs:',
		...columns(verbs.map(verb => [usageOf(verb), verb.summary])),
		'',
		'Applications come from Argo CD Application manifests, -f FILE|DIR, or one from flags, --repo URL --path PATH.',
		'Where there is only one, APP may be left out. Of the verbs, only sync and engine write to a cluster.',
		'',
		'Flags of all verbs that work on applications, and of the interface (but -o):',
		...flagLines(shared(verbs)),
		'',
		'Flags of the interface:',
		...flagLines(interactive.flags.filter(name => !shared(verbs).includes(name))),
		'',
		'Flags of some verbs: trueup VERB --help',
		'',
		'Exit codes:',
		...exitCodes.map(line => `  ${line}`),
	]);
}

/** Of one verb. */
export function verbHelp(verb: Verb, verbs: readonly Verb[]): string {
	const common = verb.needsNoApplications ? [] : shared(verbs);
	const own = verb.flags.filter(name => !common.includes(name));
	return lines([
		`${verb.summary}.`,
		'',
		`Usage: trueup ${usageOf(verb)} [FLAGS]`,
		...(verb.details.length === 0 ? [] : ['', ...verb.details]),
		'',
		...(verb.flags.includes('output')
			? [`Formats of -o: ${verb.outputs.join(', ')} (default: ${verb.outputs[0]})`, '']
			: []),
		...(own.length === 0 ? [] : [`Flags of ${verb.name}:`, ...flagLines(own)]),
		...(common.length === 0 || own.length === 0 ? [] : ['']),
		...(common.length === 0 ? [] : ['Flags of all verbs that work on applications:', ...flagLines(common)]),
	]);
}

/** As it is typed: `plan [APP]`. */
export function usageOf({name, takesApplication}: Verb): string {
	return takesApplication ? `${name} [APP]` : name;
}

function shared(verbs: readonly Verb[]): readonly FlagName[] {
	const [first, ...others] = verbs.filter(verb => !verb.needsNoApplications);
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
