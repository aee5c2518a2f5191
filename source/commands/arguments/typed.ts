import meow from 'meow';
import {type FlagName, flagTable, isFlagName, specOf} from './flags.ts';
import type {Typed} from './values.ts';

type Option = {readonly name: FlagName; readonly value?: string};

const camelCase = (name: string) => name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

const names = Object.keys(flagTable).filter(isFlagName);

const meowFlags = Object.fromEntries(
	names.map(name => {
		const {type} = specOf(name);
		const spec = type === 'switch' ? {type: 'boolean' as const} : {type: 'string' as const, isMultiple: true as const};
		return [camelCase(name), spec];
	}),
);

/** The values by flag, of options that were checked: meow is lenient with what it does not expect. */
export function typedOf(options: readonly Option[]): Typed {
	const {flags} = meow({
		importMeta: import.meta,
		argv: options.map(({name, value}) => (value === undefined ? `--${name}` : `--${name}=${value}`)),
		flags: meowFlags,
		pkg: {name: 'trueup'},
		autoHelp: false,
		autoVersion: false,
	});
	return new Map(
		names.flatMap(name => {
			const value = flags[camelCase(name)];
			return Array.isArray(value) && value.length > 0
				? [[name, value.map(String)]]
				: value === true
					? [[name, []]]
					: [];
		}),
	);
}
