import {randomUUID} from 'node:crypto';
import {isList, isObject, type Json, texts} from '../../../model/json.ts';
import type {Problem} from '../../../model/problem.ts';
import {describe, type Manifest} from '../../../model/resource.ts';
import type {Rendered, Substitution, Variable, Variables} from '../../../model/sources.ts';
import {printJson} from '../../cluster/rest/exact-json.ts';
import {Collector} from '../collect-manifests.ts';
import {identify} from '../identify.ts';
import {withPrivateFields} from '../mark-private.ts';
import {createPace} from '../pace.ts';
import {parseDocument} from '../parse-document.ts';
import {printable} from '../printable.ts';
import {asYaml} from './as-yaml.ts';
import {expand} from './expand.ts';
import {SubstitutionError} from './substitution-error.ts';

export type Substituting = Omit<Substitution, 'variables'> & {readonly variables: Variables};

/** The render with variables put into its objects, as Flux does after a build. Without variables nothing is done, unless always. */
export async function substituteManifests(
	rendered: Rendered,
	{variables, isStrict, isAlways}: Substituting,
	signal: AbortSignal,
): Promise<Pick<Rendered, 'manifests' | 'problems' | 'remarks' | 'isPrivate'>> {
	const {values, unread} = variables;
	const isPrivate = rendered.isPrivate || [...values.values()].some(one => one.isPrivate);
	const remarks = [...rendered.remarks, ...unread.map(name => remarkOn(name))];
	const {manifests, problems} =
		values.size === 0 && !isAlways ? rendered : await substituteAll(rendered, {values, unread, isStrict}, signal);
	return {manifests, problems, remarks, ...(isPrivate && {isPrivate})};
}

function remarkOn(name: string): string {
	return `${name} is not known without the cluster: variables that nothing else gives a value stay as they are written`;
}

type How = Variables & {readonly isStrict: boolean};

async function substituteAll(rendered: Rendered, how: How, signal: AbortSignal) {
	const pace = createPace(signal);
	const collector = new Collector(pace);
	for (const problem of rendered.problems) {
		collector.addProblem(problem);
	}

	for (const manifest of rendered.manifests) {
		await pace();
		const made = substituteOne(manifest, how);
		if ('message' in made) {
			collector.addProblem(made);
		} else {
			collector.addManifest(made);
		}
	}

	return {manifests: collector.manifests, problems: collector.problems()};
}

const switchName = 'kustomize.toolkit.fluxcd.io/substitute';

function isSwitchedOff({body}: Manifest): boolean {
	const marks = [texts(body, 'metadata', 'labels'), texts(body, 'metadata', 'annotations')];
	return marks.some(pairs => pairs[switchName] === 'disabled');
}

function substituteOne(manifest: Manifest, how: How): Manifest | Problem {
	const {id, origin, body} = manifest;
	// Quicker than to write it as YAML, which few need.
	if (isSwitchedOff(manifest) || !printJson(body).includes('$')) {
		return manifest;
	}

	const text = asYaml(body);
	const where = `${printable(origin.file, 300)}:${origin.line}`;
	const refuse = (message: string): Problem => ({scope: 'source', where, message: `${describe(id)}: ${message}`});
	try {
		const made = bodyOf(text, how.values, how);
		return 'problem' in made ? refuse(made.problem) : marked({...manifest, ...made}, text, how);
	} catch (error) {
		if (error instanceof SubstitutionError) {
			return refuse(printable(error.message, 300));
		}

		throw error;
	}
}

type Values = Variables['values'];

function bodyOf(text: string, values: Values, {unread, isStrict}: How) {
	const missing = unread.length > 0 ? 'keep' : isStrict ? 'refuse' : 'empty';
	const lookup = (name: string) => values.get(name)?.value;
	const parsed = parseDocument(expand(text, {lookup, missing}));
	const isPrivate = [...values.values()].some(one => one.isPrivate);
	if ('message' in parsed) {
		const why = isPrivate ? 'what is wrong is withheld, because it may quote a Secret' : parsed.message;
		return {problem: `with its variables it is no YAML any more (${why}): put quotes around them`};
	}

	const identified = identify(parsed.value);
	return 'problems' in identified
		? {problem: `with its variables it is no object any more${isPrivate ? '' : `: ${identified.problems.join('; ')}`}`}
		: identified;
}

/** Which fields hold values of Secrets shows by what becomes of them with other values. */
function marked(manifest: Manifest, text: string, how: How): Manifest {
	const others = new Map([...how.values].map(([name, value]) => [name, value.isPrivate ? another(value) : value]));
	if ([...how.values.values()].every(({isPrivate}) => !isPrivate)) {
		return manifest;
	}

	const twin = bodyOf(text, others, how);
	const fields = 'problem' in twin ? undefined : new Set(differing(manifest.body, twin.body, ''));
	return withPrivateFields(manifest, (_, pattern) => fields === undefined || isAtOneOf(pattern, fields));
}

function another({value, isPrivate}: Variable): Variable {
	return {value: `another-${randomUUID()}-${value.replaceAll(/[\s\S]/g, 'x').slice(0, 1000)}`, isPrivate};
}

function isAtOneOf(pattern: string, fields: ReadonlySet<string>): boolean {
	return [...fields].some(field => pattern === field || pattern.startsWith(`${field}.`));
}

/** The patterns of what is not the same in both. */
function differing(left: Json | undefined, right: Json | undefined, pattern: string): readonly string[] {
	if (isObject(left) && isObject(right)) {
		const names = new Set([...Object.keys(left), ...Object.keys(right)]);
		return [...names].flatMap(name => differing(left[name], right[name], `${pattern}.${name}`));
	}

	if (isList(left) && isList(right) && left.length === right.length) {
		return left.flatMap((item, index) => differing(item, right[index], `${pattern}.[]`));
	}

	return left === right ? [] : [pattern];
}
