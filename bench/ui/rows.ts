import type {Row} from '../../source/model/row.ts';

const syncs = ['Synced', 'Synced', 'Synced', 'OutOfSync', 'Unknown'] as const;
const healths = ['Healthy', 'Healthy', 'Progressing', 'Degraded', 'Missing', 'Suspended'] as const;

/** As long as real ones, and no two alike. */
export function benchRow(index: number): Row {
	return {
		name: `application-${String(index).padStart(5, '0')}`,
		project: 'default',
		sync: syncs[index % syncs.length] ?? 'Synced',
		health: healths[index % healths.length] ?? 'Healthy',
		revision: (index * 7919 + 0x10_00_00_00).toString(16).padEnd(40, '0'),
		path: `apps/overlays/production/${index % 40}`,
		destination: `production-${index % 5}/namespace-${index % 100}`,
		message: index % 6 === 3 ? 'Deployment web: 1 of 3 replicas is not ready' : '',
		resources: 3 + (index % 20),
		policy: {automated: true, prune: true, selfHeal: true, createNamespace: false},
		syncedAt: '2026-11-20T11:55:00Z',
		isStale: false,
		isUnreached: false,
	};
}
