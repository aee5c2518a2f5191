const mebibyte = 1024 * 1024;

/** Bytes of one file that a program reads. */
export const largestInput = 16 * mebibyte;

/** Bytes of all that a program reads. */
export const mostInputBytes = 64 * mebibyte;

/** Files that a program reads. */
export const mostInputs = 20_000;
