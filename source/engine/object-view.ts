import {type JsonObject, members} from '../model/json.ts';
import type {ObjectView} from '../model/question.ts';
import {keyOf, kindKeyOf, type Live, type ResourceId} from '../model/resource.ts';
import {maskSecret, withEncodedData} from '../plan/secret.ts';
import type {Examined} from './examine.ts';
import {rightTo} from './lack-words.ts';
import {demand} from './permissions.ts';
import type {Site} from './sites.ts';

/** One object on both sides, as a person wants to read it: desired as it was written, in its namespace, without our marks. */
export async function objectView(
	{examined, secretKey}: {readonly examined: Examined; readonly secretKey: string},
	id: ResourceId,
	signal: AbortSignal,
): Promise<ObjectView> {
	const {compared, leftovers, rendered, site} = examined;
	const key = keyOf(id);
	const found = [...compared, ...leftovers].find(one => one.key === key);
	const live = found ? found.live : await findLive(site, id, signal);
	const desired = found?.desired;
	const written = rendered?.manifests.find(({origin}) => origin === desired?.origin)?.body ?? desired?.masked;
	return {
		...(desired && written && {desired: maskSecret(placed(withEncodedData(written), id), secretKey, desired.masked)}),
		...(live && {live: maskSecret(live.body, secretKey, desired?.masked)}),
		...(found?.unseen !== undefined && {unseen: found.problem?.message ?? found.unseen}),
		managers: live?.managers ?? [],
		...(desired && {origin: desired.origin}),
	};
}

/** An object that the application does not declare: what it made is followed, anything else is read. */
export async function findLive(site: Site, id: ResourceId, signal: AbortSignal): Promise<Live | undefined> {
	const kind = site.kinds().get(kindKeyOf(id))?.[0];
	const known = site.live.find(keyOf(id)) ?? (await site.owned.find(id, signal));
	if (known || !kind) {
		return known;
	}

	await demand(site, [rightTo('get', kind, id)], 'it is not shown', signal);
	return site.cluster.read(kind, id, signal);
}

function placed(body: JsonObject, {namespace}: ResourceId): JsonObject {
	return namespace === '' ? body : {...body, metadata: {...members(body, 'metadata'), namespace}};
}
