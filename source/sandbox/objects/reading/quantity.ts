/**
 * Quantities as Go's `resource.Quantity` reads and writes them: "1000m" is "1", "0.5" is "500m", "1024Mi" is "1Gi".
 * Amounts are counted in billionths.
 */

type Format = 'binary' | 'decimal' | 'exponent';

const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(|[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)$/;
const nano = 1_000_000_000n;
const decimalSuffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const known = new Map<string, string | undefined>();
const largestMemory = 10_000;

export const quantityRule =
	"quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

/** How the API server writes a quantity, or nothing where the text is none. */
export function canonicalQuantity(text: string): string | undefined {
	if (known.has(text)) {
		return known.get(text);
	}

	const parsed = parseQuantity(text);
	const written = parsed === undefined ? undefined : format(parsed.nanos, parsed.format);
	if (known.size < largestMemory) {
		known.set(text, written);
	}

	return written;
}

/** Less than, equal to, or greater than zero, as `a` is to `b`. */
export function compareQuantities(a: string, b: string): number {
	const [first, second] = [parseQuantity(a)?.nanos ?? 0n, parseQuantity(b)?.nanos ?? 0n];
	return first < second ? -1 : first > second ? 1 : 0;
}

function parseQuantity(text: string): {readonly nanos: bigint; readonly format: Format} | undefined {
	const [whole, sign, digits = '', fraction = '', suffix = ''] = pattern.exec(text.trim()) ?? [];
	if (whole === undefined || digits + fraction === '') {
		return undefined;
	}

	const amount = BigInt(digits + fraction) * (sign === '-' ? -1n : 1n);
	return {nanos: scaled(amount, fraction.length, suffix), format: formatOf(suffix)};
}

function formatOf(suffix: string): Format {
	return suffix.endsWith('i') ? 'binary' : /^[eE][+-]?\d/.test(suffix) ? 'exponent' : 'decimal';
}

function scaled(amount: bigint, decimals: number, suffix: string): bigint {
	if (suffix.endsWith('i')) {
		return divideUp(amount * nano * 1024n ** BigInt(binarySuffixes.indexOf(suffix)), 10n ** BigInt(decimals));
	}

	const exponent = /^[eE][+-]?\d/.test(suffix) ? Number(suffix.slice(1)) : (decimalSuffixes.indexOf(suffix) - 3) * 3;
	const power = exponent + 9 - decimals;
	return power >= 0 ? amount * 10n ** BigInt(power) : divideUp(amount, 10n ** BigInt(-power));
}

/** Away from zero: what is smaller than a billionth is one. */
function divideUp(amount: bigint, by: bigint): bigint {
	const rest = amount % by;
	return amount / by + (rest === 0n ? 0n : rest > 0n ? 1n : -1n);
}

function format(nanos: bigint, kind: Format): string {
	if (nanos === 0n) {
		return '0';
	}

	const isSmall = nanos > -1024n * nano && nanos < 1024n * nano;
	if (kind === 'binary' && !isSmall) {
		return reduced(divideUp(nanos, nano), 1024n, binarySuffixes);
	}

	if (kind === 'exponent') {
		return exponential(nanos);
	}

	return reduced(nanos, 1000n, decimalSuffixes);
}

function reduced(amount: bigint, by: bigint, suffixes: readonly string[]): string {
	let rest = amount;
	let index = 0;
	while (index < suffixes.length - 1 && rest % by === 0n) {
		rest /= by;
		index += 1;
	}

	return `${rest}${suffixes[index]}`;
}

function exponential(nanos: bigint): string {
	let rest = nanos;
	let exponent = -9;
	while (rest % 1000n === 0n) {
		rest /= 1000n;
		exponent += 3;
	}

	return exponent === 0 ? `${rest}` : `${rest}e${exponent}`;
}
