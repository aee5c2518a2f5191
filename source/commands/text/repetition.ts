import {count, someOf} from '../../model/count.ts';
import type {Event} from '../../model/event.ts';
import {shortRevision} from '../../model/revision.ts';

const usual = 'Synced, Healthy';

/** With one event for all applications of which the same is told at the same moment: that nothing is new, or known. */
export function withoutRepetition(events: readonly Event[]): readonly Event[] {
	const alike = Map.groupBy(events, keyOf);
	return [...alike.values()].flatMap(group => {
		const [first] = group;
		return first?.standing === undefined || group.length === 1 ? group : [summaryOf(first, group)];
	});
}

/** What is not told of many stands for itself. */
function keyOf(event: Event): Event | string {
	const {kind, standing, revision = '', message} = event;
	if (standing === undefined) {
		return event;
	}

	return kind === 'unchanged' ? `${kind} ${revision}` : `${kind} ${message}`;
}

function summaryOf({time, kind, message, revision = ''}: Event, group: readonly Event[]): Event {
	const many = count(group.length, 'application');
	const commit = shortRevision(revision) || 'no commit';
	const said = kind === 'unchanged' ? `${many} at ${commit}: ${describeStandings(group)}` : `${many}: ${message}`;
	return {time, kind, app: '', message: said};
}

/** `998 Synced, Healthy; 2 OutOfSync, Missing (api, web)`; those that are not as they should be by their names. */
function describeStandings(group: readonly Event[]): string {
	const standings = [...Map.groupBy(group, ({standing = ''}) => standing)].map(([standing, those]) => {
		const amount = those.length === group.length ? 'all' : String(those.length);
		const names = standing === usual ? '' : ` (${someOf(those.map(({app}) => app))})`;
		return `${amount} ${standing}${names}`;
	});
	return standings.join('; ');
}
