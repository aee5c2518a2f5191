type Size = {readonly columns: number; readonly rows: number};

const words = [
	'application',
	'Synced',
	'● Healthy',
	'─────',
	'a',
	' ',
	'    ',
	'漢字',
	'한국어',
	'😀',
	'👨‍👩‍👧‍👦',
	'🇩🇪',
	'e\u0301te\u0301',
	'❤️',
	'👍🏽',
	'ｱﾊﾟ',
	'0123456789',
] as const;

const styles = [
	'1',
	'2',
	'3',
	'4',
	'7',
	'31',
	'32',
	'96',
	'41',
	'38;5;208',
	'38;2;1;2;3',
	'48;5;17',
	'1;31',
	'0',
] as const;

/** The same for each seed, so that what fails once can be looked at again. */
function createRandom(seed: number): (below: number) => number {
	let state = seed + 1;
	return below => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
}

type Random = ReturnType<typeof createRandom>;

function pick<Item>(random: Random, items: readonly [Item, ...Item[]]): Item {
	return items[random(items.length)] ?? items[0];
}

/** Never wider than the screen, as what comes through Ink isn't. */
function randomLine(random: Random, columns: number): string {
	let line = '';
	let left = columns;
	while (left >= 12 && random(6) > 0) {
		const text = pick(random, words);
		const isStyled = random(2) === 0;
		line += isStyled ? `\u001B[${pick(random, styles)}m${text}` : text;
		line += random(3) === 0 ? '\u001B[m' : '';
		left -= 12;
	}

	return `${line}\u001B[m`;
}

/** Frames as an interface makes them: lists that scroll, lines that change, whole new screens. */
export function randomFrames(seed: number, {columns, rows}: Size): ReadonlyArray<readonly string[]> {
	const random = createRandom(seed);
	const fresh = () => Array.from({length: rows}, () => randomLine(random, columns));
	let lines = fresh();
	return Array.from({length: 15}, () => {
		lines = nextFrame(lines, {random, columns, fresh});
		return lines;
	});
}

type Making = {readonly random: Random; readonly columns: number; readonly fresh: () => string[]};

function nextFrame(lines: string[], {random, columns, fresh}: Making): string[] {
	switch (random(6)) {
		case 0:
			return fresh();
		case 1:
			return lines.with(random(lines.length), randomLine(random, columns));
		case 2:
			return lines.map(line => (random(3) === 0 ? randomLine(random, columns) : line));
		case 3:
			return lines.with(random(lines.length), '');
		default: {
			// A part of the screen moves, and what comes in is new.
			const top = random(2);
			const bottom = lines.length - random(2);
			const by = 1 + random(3);
			const part = lines.slice(top, bottom);
			const more = Array.from({length: by}, () => randomLine(random, columns));
			const moved = random(2) === 0 ? [...part.slice(by), ...more] : [...more, ...part.slice(0, -by)];
			return [...lines.slice(0, top), ...moved.slice(0, bottom - top), ...lines.slice(bottom)];
		}
	}
}
