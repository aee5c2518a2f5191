import type {Change, Phase} from '../../source/model/change.ts';
import type {JsonObject} from '../../source/model/json.ts';

const groups: Readonly<Record<string, string>> = {
	ClusterRole: 'rbac.authorization.k8s.io',
	CronJob: 'batch',
	CustomResourceDefinition: 'apiextensions.k8s.io',
	Deployment: 'apps',
	Ingress: 'networking.k8s.io',
	Job: 'batch',
	MutatingWebhookConfiguration: 'admissionregistration.k8s.io',
	NetworkPolicy: 'networking.k8s.io',
	PriorityClass: 'scheduling.k8s.io',
	Role: 'rbac.authorization.k8s.io',
	RoleBinding: 'rbac.authorization.k8s.io',
	StatefulSet: 'apps',
	StorageClass: 'storage.k8s.io',
	Widget: 'example.org',
};

const ops = {'+': 'create', '~': 'update', '!': 'replace', '-': 'delete'} as const;
const signs: ReadonlyMap<Change['op'], string> = new Map(
	(['+', '~', '!', '-'] as const).map(sign => [ops[sign], sign]),
);

/** Reads `+ Deployment shop/web Sync 1`: phase and wave may be left out, and `Kind.group` names another group. */
export function change(line: string): Change {
	const [, sign = '', kind = '', group, namespace = '', name = '', phase = 'Sync', wave = '0'] =
		/^([-+~!]) (\w+)(?:\.(\S+))? (?:([\w-]+)\/)?(\S+)(?: (PreSync|Sync|PostSync))?(?: (-?\d+))?$/.exec(line) ?? [];
	const op = (Object.entries(ops).find(([key]) => key === sign) ?? [])[1];
	if (op === undefined) {
		throw new Error(`not a change: ${line}`);
	}

	return {
		op,
		id: {group: group ?? groups[kind] ?? '', version: 'v1', kind, namespace, name},
		phase: (['PreSync', 'Sync', 'PostSync'] as const satisfies Phase[]).find(known => known === phase) ?? 'Sync',
		wave: Number(wave),
		fields: [],
		risks: [],
		consents: [],
		digest: '',
		seen: {uid: '', resourceVersion: ''},
		...(op !== 'delete' && {after: bodyOf(name)}),
	};
}

// A definition is named by its plural and its group.
function bodyOf(name: string): JsonObject {
	return name === 'widgets.example.org' ? {spec: {group: 'example.org', names: {kind: 'Widget'}}} : {};
}

/** Reads a table of changes, one a line. */
export function changes(table: string): readonly Change[] {
	return lines(table).map(change);
}

/** A table without its indentation. */
export function lines(table: string): readonly string[] {
	return table
		.split('\n')
		.map(line => line.trim())
		.filter(line => line !== '');
}

/** Writes a change as it is read, without phase and wave. */
export function print({op, id}: Change): string {
	return `${signs.get(op)} ${id.kind} ${id.namespace === '' ? '' : `${id.namespace}/`}${id.name}`;
}
