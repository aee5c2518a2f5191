import type {Change} from '../../model/change.ts';
import {count} from '../../model/count.ts';
import type {Plan} from '../../model/plan.ts';
import {describe} from '../../model/resource.ts';
import {oneLine} from '../../text/escape.ts';
import {none} from '../list.ts';
import type {Effect} from '../screen.ts';
import {
	type Approvals,
	approvedOf,
	follow,
	look,
	noApprovals,
	toggleAll,
	toggleApproval,
	toggleSkip,
	unseenOf,
	type Verdict,
	verdictOf,
} from './approvals.ts';

/** The plan that lies before a person, and what they decided about it. */
export class Desk {
	#plan: Plan | undefined;
	#approvals: Approvals = noApprovals;

	/** The plan as it was drawn last: what a key is about is what was on the screen, not what has arrived since. */
	get plan(): Plan | undefined {
		return this.#plan;
	}

	get changes(): readonly Change[] {
		return this.#plan?.changes ?? [];
	}

	get approved(): readonly Change[] {
		return approvedOf(this.#approvals, this.changes);
	}

	get unseen(): readonly Change[] {
		return unseenOf(this.#approvals, this.changes);
	}

	get skipped(): number {
		return this.changes.filter(change => this.verdict(change).decision === 'skipped').length;
	}

	/** Those that this user may not make. */
	get forbidden(): number {
		return this.changes.filter(({forbidden}) => forbidden !== undefined).length;
	}

	verdict(change: Change): Verdict {
		return verdictOf(this.#approvals, change);
	}

	/** To be called while drawing, and nowhere else. */
	draw(plan: Plan): void {
		if (plan !== this.#plan) {
			this.#plan = plan;
			this.#approvals = follow(this.#approvals, plan);
		}
	}

	/** Its difference is on the screen: the person opened it, or was told that it moved under their eyes. */
	look(change: Change): void {
		this.#approvals = look(this.#approvals, change);
	}

	/** `isOpen` where the difference is on the screen; from the list alone, what moved can't be judged. */
	approve(change: Change, {isOpen}: {readonly isOpen: boolean}): readonly Effect[] {
		if (change.forbidden !== undefined) {
			return [{kind: 'tell', tone: 'bad', text: `not allowed: ${oneLine(change.forbidden)}`}];
		}

		const {news} = this.verdict(change);
		if (news === 'none') {
			this.#approvals = toggleApproval(this.#approvals, change);
			return none;
		}

		if (isOpen) {
			this.look(change);
		}

		const what = `${describe(change.id)} ${news === 'new' ? 'is new' : 'moved'}`;
		const text = isOpen ? `${what}: this is it as it is now; a approves it` : `${what}: look again with enter first`;
		return [{kind: 'tell', tone: 'info', text}];
	}

	approveAll(): readonly Effect[] {
		this.#approvals = toggleAll(this.#approvals, this.changes);
		const unseen = this.unseen.length;
		return unseen === 0
			? none
			: [
					{
						kind: 'tell',
						tone: 'info',
						text: `${count(unseen, 'change')} moved or new, not approved: look at them first`,
					},
				];
	}

	skip(change: Change): readonly Effect[] {
		this.#approvals = toggleSkip(this.#approvals, change);
		return none;
	}
}
