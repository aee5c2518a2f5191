import {dig, isList, isObject, items, type Json, type JsonObject, text} from '../../../model/json.ts';
import {parseDocument, parseWritten} from '../parse-document.ts';
import {printable} from '../printable.ts';
import {splitDocuments} from '../split-documents.ts';
import {configurationSchema} from '../yaml-schema.ts';
import {configurationFields, type Misspelt, misspeltKeys, wrongFields} from './fields.ts';
import {printAnew} from './print-anew.ts';
import {fileReferences, type Reference} from './references.ts';

export type Configuration = {
	readonly references: readonly Reference[];
	readonly problems: readonly string[];
	/** The same as it was read here, for Kustomize, to which other characters end a line, and a comment. */
	readonly anew: string;
};

type Builtin = {
	/** The keys that name files. */
	readonly keys: readonly string[];
	/** The same as a kustomization would say it. */
	readonly asFields: (body: JsonObject) => JsonObject;
};

const plain: Builtin = {keys: [], asFields: () => ({})};
const patch: Builtin = {keys: [], asFields: body => ({patches: [body]})};

/** What is built into Kustomize, but for what runs Helm. */
const builtins: ReadonlyMap<string, Builtin> = new Map([
	['AnnotationsTransformer', plain],
	['HashTransformer', plain],
	['IAMPolicyGenerator', plain],
	['ImageTagTransformer', plain],
	['LabelTransformer', plain],
	['NamespaceTransformer', plain],
	['PrefixSuffixTransformer', plain],
	['PrefixTransformer', plain],
	['ReplicaCountTransformer', plain],
	['SortOrderTransformer', plain],
	['SuffixTransformer', plain],
	['ConfigMapGenerator', {keys: [], asFields: body => ({configMapGenerator: [body]})}],
	['SecretGenerator', {keys: [], asFields: body => ({secretGenerator: [body]})}],
	['PatchTransformer', patch],
	['PatchJson6902Transformer', patch],
	[
		'PatchStrategicMergeTransformer',
		{keys: ['paths'], asFields: body => ({patchesStrategicMerge: body.paths ?? null})},
	],
	['ReplacementTransformer', {keys: ['replacements'], asFields: body => ({replacements: items(body, 'replacements')})}],
	[
		'ValueAddTransformer',
		{keys: ['targetFilePath'], asFields: body => ({patches: [{path: body.targetFilePath ?? ''}]})},
	],
]);

/** Whether Kustomize may take an entry under `generators` and the like for a document, whatever file has such a name. */
export function isWrittenOut(entry: string): boolean {
	return /[{\r\n\u0085\u2028\u2029]/.test(entry);
}

/** What the configuration of generators and transformers reads; and what of it would run something, or can't be read. */
export function readConfiguration(written: string): Configuration {
	const documents = splitDocuments(written).filter(({contentLine}) => contentLine !== undefined);
	const all = documents.map(({text: document, startLine}) => readDocument(document, startLine));
	return {
		references: all.flatMap(({references}) => references),
		problems: all.length === 0 ? ['there is nothing in it'] : all.flatMap(({problems}) => problems),
		anew: all.map(({anew}) => anew).join('\n---\n'),
	};
}

/** A kustomization in which the configuration that is written out in place is as it was read here. */
export function withConfigurationAnew(body: JsonObject): JsonObject {
	const anew = (entry: Json) =>
		typeof entry === 'string' && isWrittenOut(entry) ? readConfiguration(entry).anew : entry;
	const fields = [...configurationFields].map(field => [field, body[field]] as const);
	const changed = fields.flatMap(([field, value]) => (isList(value) ? [[field, value.map(anew)] as const] : []));
	return {...body, ...Object.fromEntries(changed)};
}

function readDocument(document: string, firstLine: number): Configuration {
	const parsed = parseDocument(document, configurationSchema);
	if ('message' in parsed) {
		return {...nothing, problems: [`this can't be read: ${parsed.message}`]};
	}

	const again = parseWritten(document);
	if ('message' in again) {
		return {...nothing, problems: [`this can't be read: ${again.message} (line ${firstLine + again.line})`]};
	}

	const body = isObject(parsed.value) ? parsed.value : {};
	const [kind, version] = [text(body, 'kind'), text(body, 'apiVersion')];
	const builtin = version === 'builtin' ? builtins.get(kind) : undefined;
	if (builtin === undefined || !isNamed(body)) {
		return {...nothing, problems: [explainRefusal(kind, version, builtin)]};
	}

	const fields = builtin.asFields(body);
	const misspelt: readonly Misspelt[] = [...misspeltKeys(body, builtin.keys), ...wrongFields(fields)];
	const problems = misspelt.map(({message}) => message);
	return {references: fileReferences(fields), problems, anew: printAnew(again.written)};
}

/** By a text, or by what Kustomize makes one of. */
function isNamed(body: JsonObject): boolean {
	const name = dig(body, 'metadata', 'name') ?? '';
	return name !== '' && typeof name !== 'object';
}

const nothing: Configuration = {references: [], problems: [], anew: ''};

function explainRefusal(kind: string, version: string, builtin: Builtin | undefined): string {
	const what = `${printable(kind, 100) || 'what has no kind'} of ${printable(version, 100) || 'no apiVersion'}`;
	return builtin === undefined
		? `${what} is not built into Kustomize, or runs Helm: plugins and functions are not run here`
		: `${what} has no metadata.name, which Kustomize asks for`;
}
