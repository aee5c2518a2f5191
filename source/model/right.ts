/** One thing that may be done with objects of a kind; of one object where it names one. */
export type Right = {
	readonly verb: 'get' | 'list' | 'watch' | 'create' | 'patch' | 'delete';
	/** The core's is empty. */
	readonly group: string;
	/** As in the URL; of a part of objects `pods/log`. */
	readonly plural: string;
	/** Empty: everywhere, and of what has no namespace. A namespace itself lies in the one of its name. */
	readonly namespace: string;
	/** Empty: of whatever name. */
	readonly name: string;
};

/** How a cluster is told from others. */
export type ClusterIdentity = {
	/** Of its namespace kube-system; empty where this user may not read it. */
	readonly uid: string;
	/** Hash of its server's address and its certificate authority: what is left to go by without the uid. */
	readonly address: string;
};

/** As far as it can be told. */
export function isSameCluster(one: ClusterIdentity, other: ClusterIdentity): boolean {
	return one.uid !== '' && other.uid !== '' ? one.uid === other.uid : one.address === other.address;
}

/** How `ClusterIdentity.address` begins: no uid does. */
export const addressPrefix = 'address-';
