import {type Json, type JsonObject, listAt, objectAt, textAt, valueAt} from '../../objects/json.ts';
import {type Column, column, wide} from './column.ts';
import {age, name} from './common.ts';

const shortModes: Readonly<Record<string, string>> = {
	ReadWriteOnce: 'RWO',
	ReadOnlyMany: 'ROX',
	ReadWriteMany: 'RWX',
	ReadWriteOncePod: 'RWOP',
};

const modes = (all: readonly Json[]) => all.map(mode => shortModes[String(mode)] ?? String(mode)).join(',');

const text = (title: string, ...path: readonly string[]) => column(title, ({object}) => textAt(object, ...path) ?? '');

const unset = '<unset>';

export const storageColumns: Readonly<Record<string, readonly Column[]>> = {
	persistentvolumes: [
		name,
		text('Capacity', 'spec', 'capacity', 'storage'),
		column('Access Modes', ({object}) => modes(listAt(object, 'spec', 'accessModes'))),
		text('Reclaim Policy', 'spec', 'persistentVolumeReclaimPolicy'),
		column('Status', ({object}) => phase(object)),
		column('Claim', ({object}) => {
			const claim = objectAt(object, 'spec', 'claimRef');
			return claim === undefined ? '' : `${textAt(claim, 'namespace') ?? ''}/${textAt(claim, 'name') ?? ''}`;
		}),
		text('StorageClass', 'spec', 'storageClassName'),
		column('VolumeAttributesClass', ({object}) => textAt(object, 'spec', 'volumeAttributesClassName') ?? unset),
		text('Reason', 'status', 'reason'),
		age,
		wide('VolumeMode', ({object}) => textAt(object, 'spec', 'volumeMode') ?? unset),
	],
	persistentvolumeclaims: [
		name,
		column('Status', ({object}) => phase(object)),
		text('Volume', 'spec', 'volumeName'),
		column('Capacity', ({object}) =>
			textAt(object, 'spec', 'volumeName') === undefined ? '' : (textAt(object, 'status', 'capacity', 'storage') ?? ''),
		),
		column('Access Modes', ({object}) => modes(listAt(object, 'status', 'accessModes'))),
		text('StorageClass', 'spec', 'storageClassName'),
		column('VolumeAttributesClass', ({object}) => textAt(object, 'spec', 'volumeAttributesClassName') ?? unset),
		age,
		wide('VolumeMode', ({object}) => textAt(object, 'spec', 'volumeMode') ?? unset),
	],
	'storageclasses.storage.k8s.io': [
		name,
		text('Provisioner', 'provisioner'),
		text('ReclaimPolicy', 'reclaimPolicy'),
		text('VolumeBindingMode', 'volumeBindingMode'),
		column('AllowVolumeExpansion', ({object}) => valueAt(object, 'allowVolumeExpansion') === true, 'boolean'),
		age,
	],
};

function phase(object: JsonObject): string {
	return textAt(object, 'metadata', 'deletionTimestamp') === undefined
		? (textAt(object, 'status', 'phase') ?? '')
		: 'Terminating';
}
