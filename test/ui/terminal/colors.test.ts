import {expect, test} from 'vitest';
import {type Colors, colorsOf} from '../../../source/ui/terminal/colors.ts';

test.for<readonly [Readonly<Record<string, string>>, Colors]>([
	[{TERM: 'xterm'}, '16'],
	[{TERM: 'linux'}, '16'],
	[{TERM: 'screen'}, '16'],
	[{TERM: 'xterm-256color'}, '256'],
	[{TERM: 'tmux-256color'}, '256'],
	[{TERM: 'xterm-direct'}, 'truecolor'],
	[{TERM: 'xterm-256color', COLORTERM: 'truecolor'}, 'truecolor'],
	[{TERM: 'xterm-256color', COLORTERM: '24bit'}, 'truecolor'],
	[{TERM: 'xterm-256color', COLORTERM: 'gnome-terminal'}, '256'],
	[{TERM: 'vt100'}, 'none'],
	[{TERM: 'dumb', COLORTERM: 'truecolor'}, 'none'],
	[{}, 'none'],
	[{TERM: 'xterm-256color', COLORTERM: 'truecolor', NO_COLOR: '1'}, 'none'],
	[{TERM: 'xterm-256color', NO_COLOR: ''}, '256'],
	[{TERM: 'xterm-256color', NO_COLOR: '1', FORCE_COLOR: '1'}, '16'],
	[{TERM: 'xterm-256color', FORCE_COLOR: '0'}, 'none'],
	[{TERM: 'xterm-256color', FORCE_COLOR: 'false'}, 'none'],
	[{TERM: 'xterm', FORCE_COLOR: '3'}, 'truecolor'],
	[{TERM: 'xterm-256color', FORCE_COLOR: ''}, '256'],
	[{TERM: 'dumb', FORCE_COLOR: 'true'}, '16'],
])('%j: %s', ([environment, colors]) => {
	expect(colorsOf(environment)).toBe(colors);
});
