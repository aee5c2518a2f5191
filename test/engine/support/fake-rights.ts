import {ForbiddenError} from '../../../source/model/operator-error.ts';
import type {Cluster, ServedKind} from '../../../source/model/ports.ts';
import type {Right} from '../../../source/model/right.ts';

const readingKubeSystem: Right = {
	...{verb: 'get', group: '', plural: 'namespaces'},
	...{namespace: 'kube-system', name: 'kube-system'},
};

/** What the user of the fake cluster may do: everything, until something else is said. */
export function createFakeRights() {
	let allows: ((right: Right) => boolean) | undefined;
	let isReviewed = true;
	const refused: string[] = [];
	const reviewer: Pick<Cluster, 'lacks' | 'forgetRights' | 'user'> = {
		async lacks(rights) {
			return isReviewed && allows ? rights.filter(right => !allows?.(right)) : [];
		},
		forgetRights() {},
		user: async () => 'eve',
	};
	return {
		reviewer,
		/** What was asked for and refused: nothing that a review could have told. */
		refused,
		/** From now on this alone is allowed; everything where there is no rule. */
		allow(rule: ((right: Right) => boolean) | undefined): void {
			allows = rule;
		},
		/** Whether reviews tell what is allowed. */
		review(value: boolean): void {
			isReviewed = value;
		},
		mayReadKubeSystem: () => !allows || allows(readingKubeSystem),
		/** As the API server refuses. */
		check(verb: Right['verb'], {group, plural}: ServedKind, namespace = '', name = ''): void {
			if (allows && !allows({verb, group, plural, namespace, name})) {
				refused.push(`${verb} ${plural} ${namespace}/${name}`);
				const message = `${plural} is forbidden: User "eve" cannot ${verb} resource "${plural}"`;
				throw new ForbiddenError(message, {isUnauthorized: true});
			}
		},
	};
}
