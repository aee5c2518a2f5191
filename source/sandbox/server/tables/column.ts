import type {Json, JsonObject} from '../../objects/json.ts';

/** What a cell is made from. */
export type Row = {readonly object: JsonObject; readonly now: Date};

export type Column = {
	readonly name: string;
	readonly type: string;
	readonly format: string;
	readonly description: string;
	/** Above 0 it is shown with `-o wide` alone. */
	readonly priority: number;
	cell(row: Row): Json;
};

type Cell = Column['cell'];

export function column(name: string, cell: Cell, type = 'string'): Column {
	const isName = name === 'Name';
	return {name, type, format: isName ? 'name' : '', description: '', priority: 0, cell};
}

export function wide(name: string, cell: Cell, type = 'string'): Column {
	return {...column(name, cell, type), priority: 1};
}
