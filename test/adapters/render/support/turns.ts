const everyMs = 5;

/**
 * The longest time, in milliseconds, that this thread has worked without giving others their turn: counted in what it
 * worked, not by the clock, which goes on while other processes have the machine.
 */
export function measureTurns() {
	let longest = 0;
	let last = process.threadCpuUsage();
	const look = () => {
		const {user, system} = process.threadCpuUsage(last);
		longest = Math.max(longest, (user + system) / 1000);
		last = process.threadCpuUsage();
	};
	const timer = setInterval(look, everyMs);
	return {
		longest() {
			clearInterval(timer);
			look();
			return longest;
		},
	};
}
