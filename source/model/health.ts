/** From best to worst, as Argo CD ranks them (`GE/health/health.go`): the worst of its resources is an application's. */
export const healthRanks = ['Healthy', 'Suspended', 'Progressing', 'Missing', 'Degraded', 'Unknown'] as const;

export type HealthStatus = (typeof healthRanks)[number];

/** The message says why, in words for people; empty where there is nothing to add. */
export type Health = {readonly status: HealthStatus; readonly message: string};

export function worst(all: readonly Health[]): Health {
	return all.reduce<Health>(
		(worse, health) => (healthRanks.indexOf(health.status) > healthRanks.indexOf(worse.status) ? health : worse),
		{status: 'Healthy', message: ''},
	);
}
