import {UsageError} from '../../model/operator-error.ts';
import {keyOf, type ResourceKey} from '../../model/resource.ts';

/** Reads `apps/Deployment/shop/web`, `core/ConfigMap/shop/web`, `/ConfigMap/shop/web`, `core/Namespace/shop`. */
export function readResource(text: string): ResourceKey {
	const parts = text.split('/');
	const [group = '', kind = '', ...rest] = parts;
	const [namespace = '', name = ''] = rest.length === 1 ? ['', ...rest] : rest;
	if (parts.length < 3 || parts.length > 4 || kind === '' || name === '') {
		throw new UsageError(
			`--resource ${text} names no object: write GROUP/KIND/NAMESPACE/NAME, such as apps/Deployment/shop/web ` +
				'or core/Namespace/shop',
		);
	}

	return keyOf({group: group === 'core' ? '' : group, kind, namespace, name});
}
