const mebibyte = 1024 * 1024;

/** What a program may use before it is ended. */
export type Limits = {
	/** In milliseconds. */
	readonly time: number;
	/** Bytes on stdout, and as many on stderr. */
	readonly output: number;
	/** Bytes of memory. */
	readonly memory: number;
	/** Bytes of one file that it writes, and of all together where it is watched. */
	readonly disk: number;
};

export const usualLimits: Limits = {
	time: 90_000,
	output: 32 * mebibyte,
	memory: 2048 * mebibyte,
	disk: 1024 * mebibyte,
};
