import {readFile} from 'node:fs/promises';
import {isAbsolute, join, resolve} from 'node:path';
import * as z from 'zod';
import {UsageError} from '../../model/operator-error.ts';
import {declarationsSchema} from '../credentials/declaration.ts';
import type {Declared} from '../credentials/entry.ts';
import {parseDocument} from '../render/parse-document.ts';
import {printable} from '../render/printable.ts';
import {noSettings, type ToolSettings} from '../render/tools/settings.ts';
import {chooseBase} from './defaults.ts';

const program = z
	.string()
	.refine(
		name => isAbsolute(name) || /^[^/]+$/.test(name),
		'must be an absolute path, or a name that is looked up on the PATH',
	);

const file = z.string().refine(isAbsolute, 'must be an absolute path');

const oneTool = z.strictObject({
	path: file.optional(),
	version: z.string().optional(),
	sees: z.array(file).optional(),
});

/** Applications may name the version of these. */
const toolSchema = oneTool.extend({versions: z.record(z.string(), file).default({})});

const onlyTool = oneTool.transform(tool => ({...tool, versions: {}}));

/** As Argo CD writes them. */
const commandSchema = z
	.strictObject({command: z.tuple([program], z.string()), args: z.array(z.string()).default([])})
	.transform(({command, args}) => [...command, ...args]);

const pluginSchema = z.strictObject({
	init: commandSchema.default([]),
	generate: commandSchema,
	reads: z
		.array(
			z
				.string()
				.refine(
					path => !(isAbsolute(path) || path.split('/').includes('..')),
					'must be a path from the top of the repository',
				),
		)
		.optional(),
	sees: z.array(file).optional(),
});

const settingsSchema = z.strictObject({
	tools: z
		.strictObject({
			helm: toolSchema.optional(),
			kustomize: toolSchema.optional(),
			kubectl: onlyTool.optional(),
			jsonnet: onlyTool.optional(),
			sops: onlyTool.optional(),
		})
		.default({}),
	plugins: z.record(z.string(), pluginSchema).default({}),
	sops: z
		.strictObject({
			ageKeyFile: file.optional(),
			gnupgHome: file.optional(),
			environment: z
				.array(z.string().regex(/^[A-Za-z_]\w*$/, "must be a variable's name; its value is not written here"))
				.default([]),
		})
		.prefault({}),
	credentials: declarationsSchema,
});

export type Settings = ToolSettings & {readonly credentials: Declared};

export type SettingsPlace = {
	/** As it was typed; `$XDG_CONFIG_HOME/trueup/config.yaml`, which need not be there, where absent. */
	readonly file?: string | undefined;
	readonly cwd: string;
	readonly environment: NodeJS.ProcessEnv;
};

/** What the person who runs trueup has declared for all repositories. */
export async function readSettings({file: named, cwd, environment}: SettingsPlace): Promise<Settings> {
	const path = named === undefined ? defaultSettingsFile(environment) : resolve(cwd, named);
	const shown = printable(named ?? path, 300);
	const text = await readFile(path, 'utf8').catch((error: unknown) => {
		if (named === undefined && error instanceof Error && 'code' in error && error.code === 'ENOENT') {
			return undefined;
		}

		const why = error instanceof Error ? error.message : String(error);
		throw new UsageError(`the configuration ${shown} can't be read: ${printable(why)}`);
	});
	return text === undefined
		? {...noSettings, credentials: {file: shown, declarations: []}}
		: parseSettings(text, shown);
}

function defaultSettingsFile(environment: NodeJS.ProcessEnv): string {
	return join(chooseBase(environment, 'XDG_CONFIG_HOME', '.config'), 'trueup', 'config.yaml');
}

function parseSettings(text: string, shown: string): Settings {
	const parsed = parseDocument(text);
	if ('message' in parsed) {
		throw new UsageError(`the configuration ${shown}:${parsed.line + 1} can't be read: ${parsed.message}`);
	}

	const {data, error} = settingsSchema.safeParse(parsed.value ?? {});
	if (data === undefined) {
		const told = (error?.issues ?? []).map(({path, message}) => `${path.join('.') || 'the document'}: ${message}`);
		throw new UsageError(`the configuration ${shown} says what is not understood: ${printable(told.join('; '), 1000)}`);
	}

	return {...data, credentials: {file: shown, declarations: data.credentials}};
}
