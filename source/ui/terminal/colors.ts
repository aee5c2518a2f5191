export type Colors = 'none' | '16' | '256' | 'truecolor';

type Environment = Readonly<Record<string, string | undefined>>;

const byForce: Readonly<Record<string, Colors>> = {
	0: 'none',
	false: 'none',
	1: '16',
	2: '256',
	3: 'truecolor',
};

/**
 * How many colours are wanted: https://no-color.org first, then FORCE_COLOR as Node reads it, then what the terminal says
 * it has.
 */
export function colorsOf(environment: Environment): Colors {
	const {NO_COLOR: noColor = '', FORCE_COLOR: forced, TERM: term = ''} = environment;
	if (noColor !== '' && forced === undefined) {
		return 'none';
	}

	const offered = offeredBy(environment);
	if (forced !== undefined) {
		return byForce[forced] ?? (offered === 'none' ? '16' : offered);
	}

	return term === '' || term === 'dumb' ? 'none' : offered;
}

function offeredBy({COLORTERM: colorTerm = '', TERM: term = ''}: Environment): Colors {
	if (term === 'dumb') {
		return 'none';
	}

	if (/^(?:truecolor|24bit)$/i.test(colorTerm) || /-(?:direct|truecolor)$/.test(term)) {
		return 'truecolor';
	}

	if (/256(?:color)?/i.test(term)) {
		return '256';
	}

	return /mono|vt(?:100|102|220|52)/i.test(term) ? 'none' : '16';
}
