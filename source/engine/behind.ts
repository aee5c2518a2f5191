import type {Change} from '../model/change.ts';
import type {Plan} from '../model/plan.ts';
import type {AppState} from './app-state.ts';
import type {Examined} from './examine.ts';
import type {Loop} from './loop.ts';
import type {Site} from './sites.ts';

type Found = {
	readonly state: AppState;
	readonly plan: Plan;
	readonly examined: Pick<Examined, 'site'>;
	readonly isNew: boolean;
};

/**
 * Whether what differs may be what a newer commit says, which another trueup has fetched and applied: undoing it would
 * roll back. The repositories are asked then, and after their answer the application is looked at again.
 */
export function mayBeBehind(loop: Loop, {state, plan, examined: {site}, isNew}: Found): boolean {
	if (isNew || state.running || plan.changes.length === 0) {
		return false;
	}

	if (state.isAsking || loop.syncing.catalog.of(state.application)?.revision !== plan.revision) {
		// The end of the asking leads to another look, and so did what has been fetched meanwhile.
		return true;
	}

	if (state.checked === plan.digest || !(plan.changes.some(isByTrueup) || isOvertaken(loop, state, site))) {
		return false;
	}

	state.isAsking = true;
	state.tell({
		kind: 'next',
		message: 'another trueup may have applied a newer commit: its repositories are asked first',
	});
	const goOn = () => {
		state.isAsking = false;
		state.checked = plan.digest;
		loop.again(state);
	};
	// What could not be asked is told by the clock of the remotes.
	loop.ask(state).then(goOn, goOn);
	return true;
}

/** What is left over was applied by trueup once, and so was a value that nobody else has set. */
function isByTrueup({op, fields}: Change): boolean {
	return (
		op === 'delete' ||
		fields.some(({before, managers, isFromServer}) => before !== undefined && managers.length === 0 && !isFromServer)
	);
}

/** Another process on the same state has applied another commit since. */
function isOvertaken({syncing: {operations, ports}}: Loop, {application: {name}}: AppState, site: Site): boolean {
	const known = operations.lastAttempt(site.identity, name);
	const last = ports.store.lastAttempt(site.identity, name);
	return last !== undefined && last.revision !== known?.revision && last.time > (known?.endedAt ?? '');
}
