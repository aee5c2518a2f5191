import type {Change} from '../../model/change.ts';
import {keyOf, whereOf} from '../../model/resource.ts';
import {escapeLine, oneLine} from '../../text/escape.ts';
import {cut} from '../../text/width.ts';
import {type Line, line} from '../line.ts';
import {changeSpan, consentsOf, managersOf, markSpan} from './change-words.ts';
import type {Desk} from './desk.ts';
import type {DiffView, Size} from './diff-view.ts';

/** Cells that the number before a name and the hunk and the mark behind it need: no name hides what was decided. */
const roomForState = 34;

/** Over the difference: which of the changes this is, what was decided about it, and what there is to know first. */
export function diffHead(change: Change, desk: Desk, view: DiffView, {width}: Pick<Size, 'width'>): readonly Line[] {
	const verdict = desk.verdict(change);
	const at = desk.changes.findIndex(({id}) => keyOf(id) === keyOf(change.id)) + 1;
	const hunks = view.hunksIn(change);
	const {origin, op, phase, wave} = change;
	const [style, name] = changeSpan(change);
	return [
		line(
			['strong', ` ${at}/${desk.changes.length}  `],
			[style, cut(escapeLine(name), Math.max(16, width - roomForState))],
			hunks > 1 || op === 'update' ? `  hunk ${Math.min(view.hunk + 1, hunks)}/${hunks}  ` : `  ${op}  `,
			markSpan(verdict),
			['dim', `${origin ? `  ${whereOf(origin)}` : ''}  ${phase}, wave ${wave}`],
		),
		...(verdict.news === 'none' ? [] : [newsLine(verdict.news)]),
		...warnings(change),
	];
}

function newsLine(news: 'new' | 'moved'): Line {
	return line([
		'warning',
		news === 'moved'
			? ' It moved since it was shown: this is it as it is now.'
			: ' It came to the plan while it was open.',
	]);
}

function warnings(change: Change): readonly Line[] {
	const managers = managersOf(change);
	const consents = consentsOf(change);
	const words = [...(consents === '' || change.risks.length > 0 ? [] : [consents]), ...change.risks];
	return [
		...(change.forbidden === undefined ? [] : [line(['bad', ` not allowed: ${oneLine(change.forbidden)}`])]),
		...(words.length === 0 ? [] : [line(['warning', ` ${words.join('; ')}`])]),
		...(managers.length === 0 ? [] : [line(['dim', ' fields set by '], managers.join(', '))]),
	];
}
