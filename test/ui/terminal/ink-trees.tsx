import {Box, renderToString, Text} from 'ink';

const styled = '\u001B[1mbold\u001B[22m \u001B[32mgreen\u001B[39m \u001B[7minverse\u001B[27m';
const wide = '漢字 😀 한국어';

const trees = [
	// What the interface gives to Ink.
	<Box key={0} flexDirection="column">
		<Text wrap="truncate-end">{styled}</Text>
		<Text wrap="truncate-end"> </Text>
		<Text wrap="truncate-end">{wide}</Text>
		<Text wrap="truncate-end">{'a line that is too long for the screen '.repeat(3)}</Text>
	</Box>,
	// What it may give one day.
	<Text key={1}>{`one\ntwo ${styled}\n${wide}`}</Text>,
	<Text key={2}>{'\u001B[31mred over\ntwo lines\u001B[39m and not'}</Text>,
	<Text key={3} color="cyan" bold>
		{`colored\n${wide}`}
	</Text>,
	<Box key={4} borderStyle="round" paddingX={2} width={30}>
		<Text>{wide}</Text>
		<Text color="red"> beside</Text>
	</Box>,
	<Box key={5} width={12} height={2} overflow="hidden">
		<Box marginLeft={-3} flexShrink={0}>
			<Text>{`${wide} ${wide}\nsecond\nthird`}</Text>
		</Box>
	</Box>,
	<Box key={6}>
		<Text>under under</Text>
		<Box position="absolute" marginLeft={2}>
			<Text inverse>over</Text>
		</Box>
	</Box>,
	<Box key={7} flexDirection="column">
		<Text>one text, twice</Text>
		<Text>one text, twice</Text>
	</Box>,
];

/** Each tree as Ink renders it, in 40 columns. */
export const frames: readonly string[] = trees.map(tree => renderToString(tree, {columns: 40}));
