import type {Application} from '../model/application.ts';
import {dig} from '../model/json.ts';
import {describe, keyOf, kindKeyOf, type Live} from '../model/resource.ts';
import {deletion} from '../plan/change.ts';
import {isSourceOf, ownerOf} from '../plan/identity.ts';
import {waveOf} from '../plan/order.ts';
import {isKept} from '../plan/supported.ts';
import type {Comparing} from './comparer.ts';
import type {Compared} from './examine.ts';

/** What bears the application's marks and is not declared, as far as this user may see it. */
export function leftoversOf(
	{application, site, desired}: Pick<Comparing, 'application' | 'site' | 'desired'>,
	secretKey: string,
): readonly Compared[] {
	return marked({application, site, desired})
		.filter(live => !isKept(live.body))
		.map(live => leftover(live, secretKey));
}

/** What stays although Git does not declare it any more, in words. */
export function keptIn(of: Pick<Comparing, 'application' | 'site' | 'desired'>): readonly string[] {
	const kept = marked(of).filter(live => isKept(live.body));
	const named = kept.slice(0, mostNamed).map(({id}) => describe(id));
	const more = kept.length > mostNamed ? ` and ${kept.length - mostNamed} more` : '';
	const message = `gone from Git and kept for ever, as helm.sh/resource-policy says: ${named.join(', ')}${more}`;
	return kept.length === 0 ? [] : [message];
}

const mostNamed = 5;

function marked({application, site, desired}: Pick<Comparing, 'application' | 'site' | 'desired'>): readonly Live[] {
	const declared = new Set(desired.map(({key}) => key));
	// What can't be seen any more is not known to be there still.
	const isSeen = ({id}: Live) => {
		const [kind] = site.kinds().get(kindKeyOf(id)) ?? [];
		return kind !== undefined && site.live.lacking(kind, id.namespace) === undefined;
	};
	return [...site.live.ofApp(application.name)].filter(
		live => !declared.has(keyOf(live.id)) && isSeen(live) && isMarked(live, application),
	);
}

/** It is being deleted. */
export function isGoing(live: Live | undefined): boolean {
	return dig(live?.body, 'metadata', 'deletionTimestamp') !== undefined;
}

function isMarked(live: Live, application: Application): boolean {
	const owner = ownerOf(live.body, live.id);
	return owner.kind === 'marked' && owner.app === application.name && isSourceOf(application, owner.sourceId);
}

function leftover(live: Live, secretKey: string): Compared {
	const wave = waveOf(live.body);
	const change = isGoing(live) ? undefined : deletion(live, wave, secretKey);
	return {id: live.id, key: keyOf(live.id), wave, desired: undefined, live, change, problem: undefined};
}
