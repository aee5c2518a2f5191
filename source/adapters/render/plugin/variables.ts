import type {PluginOptions, PluginParameter} from '../../../model/application.ts';
import {substitute, type Variables} from '../build-variables.ts';

/** What a plugin finds in its environment, under the names that Argo CD gives it. `known` are passed, `all` may be asked for. */
export function pluginVariables({env, parameters}: PluginOptions, known: Variables, all: Variables): Variables {
	const own = env.map(({name, value}) => [`ARGOCD_ENV_${name}`, substitute(value, all)] as const);
	return {
		...known,
		...Object.fromEntries(own),
		ARGOCD_APP_PARAMETERS: JSON.stringify(parameters),
		...Object.fromEntries(parameters.flatMap(variablesOf)),
	};
}

function variablesOf({name, string, array = [], map = {}}: PluginParameter): readonly (readonly [string, string])[] {
	return [
		...(string === undefined ? [] : [[nameOf(name), string] as const]),
		...array.map((value, index) => [nameOf(`${name}_${index}`), value] as const),
		...Object.entries(map).map(([key, value]) => [nameOf(`${name}_${key}`), value] as const),
	];
}

function nameOf(text: string): string {
	return `PARAM_${text}`.replaceAll(/[^a-zA-Z0-9_]/g, '_').toUpperCase();
}
