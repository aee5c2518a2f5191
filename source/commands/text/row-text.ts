import type {Row} from '../../model/row.ts';
import {escapeLine, oneLine} from './escape.ts';
import {healthColors, syncColors} from './paint.ts';
import {shortRevision} from './plan-text.ts';
import type {Cell} from './table.ts';

export const rowTitles = ['NAME', 'SYNC', 'HEALTH', 'REVISION', 'DESTINATION', 'RESOURCES', 'MESSAGE'] as const;

export function rowCells({name, sync, health, revision, destination, resources, message}: Row): readonly Cell[] {
	return [
		{text: escapeLine(name)},
		{text: sync, color: syncColors[sync]},
		{text: health, color: healthColors[health]},
		{text: shortRevision(revision) || '-'},
		{text: escapeLine(destination)},
		{text: String(resources)},
		{text: oneLine(message)},
	];
}
