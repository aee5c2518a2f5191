import type {DatabaseSync} from 'node:sqlite';

let loaded: typeof DatabaseSync | undefined;

/** Node's SQLite. Node 22 warns that it is experimental; that one warning is kept from the person's screen. */
export function loadSqlite(): typeof DatabaseSync {
	loaded ??= withoutWarning(() => process.getBuiltinModule('node:sqlite').DatabaseSync);
	return loaded;
}

// The warning is made while the module loads, and loading is synchronous: nobody else's warning can be lost.
function withoutWarning<T>(load: () => T): T {
	const {emitWarning} = process;
	process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
		if (!/^SQLite is an experimental feature/.test(String(warning))) {
			Reflect.apply(emitWarning, process, [warning, ...rest]);
		}
	};
	try {
		return load();
	} finally {
		process.emitWarning = emitWarning;
	}
}
