import type {Store} from '../../model/ports.ts';
import {addressPrefix} from '../../model/right.ts';
import type {Database} from './database.ts';

type OfClusters = Pick<
	Store,
	| 'identityOf'
	| 'verdicts'
	| 'setVerdicts'
	| 'kindsInUse'
	| 'addKindsInUse'
	| 'begin'
	| 'unfinished'
	| 'lastAttempt'
	| 'history'
	| 'lock'
	| 'unlock'
>;

/**
 * A cluster that was known by its address alone may be known by its uid by now: what a process that began before asks
 * for by the address is then kept under the uid, so that one application is never synced by two.
 */
export function withAliases<T extends OfClusters>(store: T): T {
	const known = (cluster: string) =>
		cluster.startsWith(addressPrefix) ? (store.identityOf(cluster) ?? cluster) : cluster;
	return {
		...store,
		verdicts: (cluster, app) => store.verdicts(known(cluster), app),
		setVerdicts: (cluster, app, verdicts) => store.setVerdicts(known(cluster), app, verdicts),
		kindsInUse: cluster => store.kindsInUse(known(cluster)),
		addKindsInUse: (cluster, kinds) => store.addKindsInUse(known(cluster), kinds),
		begin: operation => store.begin({...operation, cluster: known(operation.cluster)}),
		unfinished: (cluster, app) => store.unfinished(known(cluster), app),
		lastAttempt: (cluster, app) => store.lastAttempt(known(cluster), app),
		history: (app, cluster) => store.history(app, cluster === undefined ? undefined : known(cluster)),
		lock: (cluster, app, since) => store.lock(known(cluster), app, since),
		unlock: (cluster, app) => store.unlock(known(cluster), app),
	};
}

/** See `Store.adoptIdentity`. */
export function createAdoption(database: Database): Pick<Store, 'adoptIdentity'> {
	return {
		adoptIdentity(address, identity) {
			database.transaction(() => {
				database.run('REPLACE INTO contexts (context, identity) VALUES (?, ?)', address, identity);
				database.run('UPDATE operations SET cluster = ? WHERE cluster = ?', identity, address);
				// Where both are held already, two processes are at work: neither loses its lock.
				database.run('UPDATE OR IGNORE locks SET cluster = ? WHERE cluster = ?', identity, address);
			});
		},
	};
}
