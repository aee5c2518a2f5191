import type {Change} from '../../model/change.ts';
import {describe} from '../../model/resource.ts';
import type {Span, Style} from '../line.ts';
import type {Verdict} from './approvals.ts';

const signs = {create: '+', update: '~', replace: '±', delete: '-'} as const satisfies Record<Change['op'], string>;

const styles = {create: 'added', update: 'warning', replace: 'odd', delete: 'removed'} as const satisfies Record<
	Change['op'],
	Style
>;

/** `~ Deployment shop/web`. */
export function changeSpan({op, id}: Change): readonly [Style, string] {
	return [styles[op], `${signs[op]} ${describe(id)}`];
}

/** `[✓]`, `[ ]`, `[-]` where it is left out, `[no]` where it is not allowed; `[moved]` and `[new]` wait for a look. */
export function markSpan({decision, news}: Verdict): Span {
	if (decision === 'forbidden') {
		return ['bad', '[no]'];
	}

	if (decision === 'skipped') {
		return ['dim', news === 'moved' ? '[-] moved' : '[-]'];
	}

	if (news !== 'none') {
		return ['warning', `[${news}]`];
	}

	return decision === 'approved' ? ['good', '[✓]'] : '[ ]';
}

const opOrder = ['create', 'update', 'replace', 'delete'] as const satisfies readonly Change['op'][];

/** `2 create, 1 update, 1 delete`. */
export function opCounts(changes: readonly Change[]): string {
	return opOrder
		.map(op => ({op, amount: changes.filter(change => change.op === op).length}))
		.filter(({amount}) => amount > 0)
		.map(({op, amount}) => `${amount} ${op}`)
		.join(', ');
}

/** Who set the live values that it would change. */
export function managersOf({fields}: Change): readonly string[] {
	return [...new Set(fields.flatMap(({managers}) => managers))];
}

const consentWords = {
	adopt: 'adopts',
	'take-over': 'takes over',
	'prune-data': 'deletes data',
	'prune-many': 'one of many deletions',
} as const satisfies Record<Change['consents'][number], string>;

/** Why it needs a person's word, each in a word or two. */
export function consentsOf({consents}: Change): string {
	return consents.map(consent => consentWords[consent]).join(', ');
}
