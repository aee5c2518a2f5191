export const variableNameRule = 'must not be empty, begin with - or hold =';

/** Whether all of it is the name for Jsonnet, which takes `name=value`, and a dash at the beginning for options. */
export function isVariableName(name: string): boolean {
	return /^(?!-)[^=]+$/.test(name);
}
