const steps = [
	{below: 120, write: (seconds: number) => `${seconds}s`},
	{below: 600, write: (seconds: number) => both(seconds, [60, 'm'], [1, 's'])},
	{below: 10_800, write: (seconds: number) => `${Math.floor(seconds / 60)}m`},
	{below: 28_800, write: (seconds: number) => both(seconds, [3600, 'h'], [60, 'm'])},
	{below: 172_800, write: (seconds: number) => `${Math.floor(seconds / 3600)}h`},
	{below: 691_200, write: (seconds: number) => both(seconds, [86_400, 'd'], [3600, 'h'])},
	{below: 63_072_000, write: (seconds: number) => `${Math.floor(seconds / 86_400)}d`},
	{below: 252_288_000, write: (seconds: number) => both(seconds, [31_536_000, 'y'], [86_400, 'd'])},
];

/** As k8s.io/apimachinery/pkg/util/duration.HumanDuration. */
export function humanDuration(milliseconds: number): string {
	const seconds = Math.trunc(milliseconds / 1000);
	if (seconds < 0) {
		return seconds < -1 ? '<invalid>' : '0s';
	}

	const step = steps.find(({below}) => seconds < below);
	return step === undefined ? `${Math.floor(seconds / 31_536_000)}y` : step.write(seconds);
}

/** How long ago a timestamp was. */
export function ageOf(timestamp: string | undefined, now: Date): string {
	return timestamp === undefined ? '<unknown>' : humanDuration(now.getTime() - Date.parse(timestamp));
}

type Unit = readonly [seconds: number, letter: string];

function both(seconds: number, [large, one]: Unit, [small, other]: Unit): string {
	const rest = Math.floor((seconds % large) / small);
	return `${Math.floor(seconds / large)}${one}${rest === 0 ? '' : `${rest}${other}`}`;
}
