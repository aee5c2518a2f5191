import {randomUUID} from 'node:crypto';
import {type Json, texts} from '../../../model/json.ts';
import {isWithin} from '../../../model/private-fields.ts';
import type {Problem} from '../../../model/problem.ts';
import {describe, type Manifest, whereOf} from '../../../model/resource.ts';
import type {Rendered, Substitution, Variables} from '../../../model/sources.ts';
import {printJson} from '../../cluster/rest/exact-json.ts';
import {Collector} from '../collect-manifests.ts';
import {identify} from '../identify.ts';
import {neverPrivate, withPrivateFields} from '../mark-private.ts';
import {createPace} from '../pace.ts';
import {parseDocument} from '../parse-document.ts';
import {printable} from '../printable.ts';
import {asYaml} from './as-yaml.ts';
import {type Expanding, expand} from './expand.ts';
import {SubstitutionError} from './substitution-error.ts';
import {differencesOf, keyAmong} from './twin.ts';

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
	const where = whereOf({...origin, file: printable(origin.file, 300)});
	const refuse = (message: string): Problem => ({scope: 'source', where, message: `${describe(id)}: ${message}`});
	try {
		const made = bodyOf(text, how);
		if ('problem' in made) {
			return refuse(made.problem);
		}

		const places = privatePlacesIn(made.value, text, how);
		const {id: newId, body: newBody} = made;
		return 'problem' in places
			? refuse(places.problem)
			: withPrivateFields({...manifest, id: newId, body: newBody}, (_, pattern) => isWithin(pattern, places.fields));
	} catch (error) {
		if (error instanceof SubstitutionError) {
			return refuse(printable(error.message, 300));
		}

		throw error;
	}
}

function bodyOf(text: string, how: How) {
	const {values} = how;
	const isPrivate = [...values.values()].some(one => one.isPrivate);
	const parsed = parseDocument(expand(text, expandingFor(how)));
	if ('message' in parsed) {
		const why = isPrivate ? 'what is wrong is withheld, because it may quote a Secret' : parsed.message;
		return {problem: `with its variables it is no YAML any more (${why}): put quotes around them`};
	}

	const {value} = parsed;
	const identified = identify(value);
	return 'problems' in identified
		? {problem: `with its variables it is no object any more${isPrivate ? '' : `: ${identified.problems.join('; ')}`}`}
		: {...identified, value};
}

function expandingFor({values, unread, isStrict}: How): Expanding {
	const missing = unread.length > 0 ? 'keep' : isStrict ? 'refuse' : 'empty';
	return {lookup: name => values.get(name)?.value, missing};
}

type Places = {readonly fields: readonly string[]} | {readonly problem: string};

/** Where values of Secrets have come to shows by a twin that has something else in their places. */
function privatePlacesIn(value: Json, text: string, how: How): Places {
	const {values} = how;
	if ([...values.values()].every(({isPrivate}) => !isPrivate)) {
		return {fields: []};
	}

	const another = `another-${randomUUID()}`;
	const standIn = (name: string) => (values.get(name)?.isPrivate ? another : undefined);
	const twin = parseDocument(expand(text, {...expandingFor(how), standIn}));
	if ('message' in twin) {
		return {problem: "which of its fields take values of Secrets can't be told: put quotes around its variables"};
	}

	const {fields, hasKeys} = differencesOf(value, twin.value);
	const open = neverPrivate.find(one => fields.some(field => isWithin(field, [one]) || isWithin(one, [field])));
	const key = keyAmong(fields)?.slice(1).replaceAll('.[]', '[]');
	const shown = open?.slice(1) ?? (hasKeys ? 'the name of a field' : key);
	return shown === undefined ? {fields} : {problem: `${shown} would ${everybodySees}`};
}

const everybodySees =
	'take a value of a Secret, and everybody sees that: take this variable from a ConfigMap, or use it for values alone';
