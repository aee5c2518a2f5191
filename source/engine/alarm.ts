import type {Clock} from '../model/ports.ts';
import type {AppState} from './app-state.ts';

type Alarm = {
	/** By `Clock.ticks`. */
	readonly at: number;
	readonly add: () => void;
	readonly signal: AbortSignal;
};

/** Looks at the application again at that time, unless that is due sooner anyway. */
export function setAlarm(clock: Clock, state: AppState, {at, add, signal}: Alarm): void {
	if (state.alarm !== undefined && state.alarm <= at) {
		return;
	}

	state.alarm = at;
	clock.sleep(Math.max(0, at - clock.ticks()), signal).then(
		() => {
			state.alarm = undefined;
			add();
		},
		() => undefined,
	);
}
