import type {RenderView} from '../../model/question.ts';
import type {SourceRow} from '../../model/row.ts';
import {purposeText} from '../../text/render.ts';
import {blank, type Line, line} from '../line.ts';
import type {Effect, Screen} from '../screen.ts';
import {AnswerPager} from './parts/answer-pager.ts';
import {problemLines} from './parts/details-head.ts';

/** The last render of an application: what it was made from and by which program, and all that the program said. */
export function createRender(app: string): Screen {
	return new AnswerPager<RenderView>({
		place: {kind: 'render', app},
		crumb: 'render',
		question: {kind: 'render', app},
		viewOf: answer => (answer.kind === 'render' ? answer.value : undefined),
		what: `the render of ${app}`,
		title: () => [['title', `The render of ${app}`]],
		linesOf,
		bindings: viewOf => [
			{keys: ['c'], hint: 'copy', help: 'copy what the program said', run: scene => copySaid(viewOf(scene))},
		],
	});
}

function copySaid(view: RenderView | undefined): readonly Effect[] {
	const {messages = ''} = view ?? {};
	return messages === ''
		? [{kind: 'tell', tone: 'info', text: 'nothing was said'}]
		: [{kind: 'copy', text: messages, what: 'what the program said'}];
}

function linesOf(view: RenderView, width: number): readonly Line[] {
	const {sources, problems, remarks, triedTool, messages} = view;
	const said = messages.trimEnd();
	return [
		...sources.flatMap(sourceLines),
		...(problems.length + remarks.length === 0 ? [] : [blank, ...problemLines({problems, remarks}, width)]),
		blank,
		line(['title', triedTool === '' ? ' No program was run' : ` What ${triedTool} said at the last try`]),
		...(said === '' ? [] : said.split('\n').map(text => line(`  ${text}`))),
		...(said === '' && triedTool !== '' ? [line(['dim', '  Nothing.'])] : []),
	];
}

function sourceLines(source: SourceRow, index: number): readonly Line[] {
	const {label, repository, path, chart, revision} = source;
	const field = (name: string, text: string) => line(['dim', ` ${name.padEnd(10)}`], text);
	return [
		...(index === 0 ? [] : [blank]),
		...(label === '' ? [] : [line(['title', ` ${label.replace(/^s/, 'S')}`])]),
		field('Source', repository),
		...(path === '' ? [] : [chart === '' ? field('Path', path) : field('Chart', chart)]),
		field(revision.includes('@') ? 'Version' : 'Commit', revision === '' ? 'none yet' : revision),
		field('Rendered', purposeText(source)),
	];
}
