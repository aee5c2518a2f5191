import {mkdtempDisposableSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {DatabaseSync, type SQLInputValue} from 'node:sqlite';
import {createStore} from '../../../source/adapters/store/create-store.ts';
import type {Operation} from '../../../source/model/operation.ts';
import type {Plan} from '../../../source/model/plan.ts';
import type {Store} from '../../../source/model/ports.ts';
import {keyOf} from '../../../source/model/resource.ts';

export const at = (second: number) => new Date(Date.UTC(2026, 10, 20, 12, 0, second)).toISOString();

/** A state file in a folder of its own, which goes away at the end of the scope. */
export function createFolder(): Disposable & {readonly path: string; readonly file: string} {
	const folder = mkdtempDisposableSync(join(tmpdir(), 'trueup-store-'));
	return {path: folder.path, file: join(folder.path, 'state.db'), [Symbol.dispose]: () => folder.remove()};
}

/** A store on a new state file; `reopen` reads what is on disk. */
export function openNew(): Disposable & {readonly file: string; readonly store: Store; reopen(): Store} {
	const folder = createFolder();
	let {store} = createStore({file: folder.file});
	return {
		file: folder.file,
		get store() {
			return store;
		},
		reopen() {
			store.close();
			({store} = createStore({file: folder.file}));
			return store;
		},
		[Symbol.dispose]() {
			store.close();
			folder[Symbol.dispose]();
		},
	};
}

/** Looks into the file beside the store, or alters it. */
export function query(file: string, sql: string, ...values: readonly SQLInputValue[]) {
	using connection = new DatabaseSync(file, {timeout: 5000});
	return connection.prepare(sql).all(...values);
}

export function planOf(digest: string, more: Partial<Plan> = {}): Plan {
	return {
		app: 'shop',
		cluster: 'here',
		revision: 'c'.repeat(40),
		digest: digest.padEnd(64, '0'),
		rendered: 'r'.repeat(64),
		kind: 'converged',
		changes: [],
		leftovers: [],
		problems: [],
		notes: [],
		reasons: [],
		prune: false,
		...more,
	};
}

export function operationOf(more: Partial<Omit<Operation, 'id' | 'steps'>> = {}): Omit<Operation, 'id' | 'steps'> {
	return {
		app: 'shop',
		cluster: 'here',
		revision: 'c'.repeat(40),
		plan: planOf('abcdef01'),
		by: 'ann@desk',
		resources: [keyOf({group: '', kind: 'ConfigMap', namespace: 'shop', name: 'a'})],
		startedAt: at(0),
		...more,
	};
}
