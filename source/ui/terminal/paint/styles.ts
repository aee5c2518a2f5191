/** A set of attributes and colours, by number: equal looks have equal numbers. 0 is the terminal's own look. */
export type Style = number;

/** One code or none (`''`) for each attribute, in this order. */
type Attributes = readonly string[];

const bold = 0;
const dim = 1;
const foreground = 8;
const background = 9;
const underlineColor = 10;

/** By place: what ends it. Bold and dim share theirs. */
const ends = ['22', '22', '23', '24', '25', '27', '28', '29', '39', '49', '59'] as const;

/** Places by code, for the codes that set one attribute. */
const starts: Readonly<Record<string, number>> = {1: 0, 2: 1, 3: 2, 4: 3, 5: 4, 7: 5, 8: 6, 9: 7};

const plain: Attributes = ends.map(() => '');

const all: Attributes[] = [];
const numbers = new Map<string, Style>();
const steps = new Map<number, string>();
const changes = new Map<string, Style>();

/** Numbers fit twice into an exact integer. Our own themes have some dozens. */
const most = 2 ** 20;

numberOf(plain);

/**
 * The style after `ESC [ parameters m`.
 * @param parameters Separated by `;`, or `:` within a colour.
 */
export function changeStyle(before: Style, parameters: string): Style {
	const key = `${before} ${parameters}`;
	const known = changes.get(key);
	if (known !== undefined) {
		return known;
	}

	const attributes = [...attributesOf(before)];
	const codes = parameters.split(';');
	for (let at = 0; at < codes.length; at++) {
		const code = codes[at] ?? '';
		const color = colorAt(code, codes, at);
		applyCode(attributes, color.code);
		at += color.more;
	}

	const after = numberOf(attributes);
	changes.set(key, after);
	return after;
}

/** The shortest sequence that leads from one look to another. */
export function styleStep(from: Style, to: Style): string {
	if (from === to) {
		return '';
	}

	const key = from * most + to;
	const known = steps.get(key);
	if (known !== undefined) {
		return known;
	}

	const step = shortestStep(attributesOf(from), attributesOf(to));
	steps.set(key, step);
	return step;
}

function shortestStep(from: Attributes, to: Attributes): string {
	const all = to.filter(code => code !== '');
	const fresh = all.length === 0 ? '' : `0;${all.join(';')}`;
	const changed = differences(from, to).join(';');
	return `\u001B[${fresh.length <= changed.length ? fresh : changed}m`;
}

function differences(from: Attributes, to: Attributes): readonly string[] {
	const endsWeight = [bold, dim].some(place => from[place] !== '' && to[place] === '');
	const weights = [bold, dim].map(place => (endsWeight || from[place] === '' ? (to[place] ?? '') : ''));
	const others = ends.flatMap((end, place) => {
		const code = to[place] ?? '';
		return place <= dim || code === from[place] ? [] : [code === '' ? end : code];
	});
	return [...(endsWeight ? ['22'] : []), ...weights.filter(code => code !== ''), ...others];
}

function attributesOf(style: Style): Attributes {
	return all[style] ?? plain;
}

function numberOf(attributes: Attributes): Style {
	const key = attributes.join(',');
	const known = numbers.get(key);
	if (known !== undefined) {
		return known;
	}

	const number = all.push(attributes) - 1;
	numbers.set(key, number);
	return number;
}

/** A colour takes several parameters: `38;5;n`, `38;2;r;g;b`. */
function colorAt(code: string, codes: readonly string[], at: number): {readonly code: string; readonly more: number} {
	if (!/^[345]8$/.test(code)) {
		return {code, more: 0};
	}

	const more = codes[at + 1] === '5' ? 2 : codes[at + 1] === '2' ? 4 : 0;
	return {code: codes.slice(at, at + 1 + more).join(';'), more};
}

function applyCode(attributes: string[], code: string) {
	if (code === '' || /^0+$/.test(code)) {
		attributes.fill('');
		return;
	}

	const place = starts[code.split(':')[0] ?? ''] ?? colorPlace(code);
	if (place !== undefined) {
		attributes[place] = code;
		return;
	}

	for (const [ended, end] of ends.entries()) {
		attributes[ended] = end === code ? '' : (attributes[ended] ?? '');
	}
}

function colorPlace(code: string): number | undefined {
	if (/^(?:3[0-7]|9[0-7]|38[;:].+)$/.test(code)) {
		return foreground;
	}

	if (/^(?:4[0-7]|10[0-7]|48[;:].+)$/.test(code)) {
		return background;
	}

	return /^58[;:]/.test(code) ? underlineColor : undefined;
}
