import type {OperationView} from '../../model/question.ts';
import {blank, type Line, line} from '../line.ts';
import type {Screen} from '../screen.ts';
import {resultSpan} from '../words.ts';
import {AnswerPager} from './parts/answer-pager.ts';
import {operationLines} from './parts/operation-lines.ts';
import {eventLines} from './stream.ts';

/** One operation: its plan, how far it came, and what was told meanwhile. */
export function createOperation(app: string, operation: number): Screen {
	return new AnswerPager<OperationView>({
		place: {kind: 'operation', app, operation},
		crumb: `operation ${operation}`,
		question: {kind: 'operation', app, operation},
		viewOf: answer => (answer.kind === 'operation' ? answer.value : undefined),
		what: `operation ${operation} of ${app}`,
		title: view => [
			['title', `Operation ${operation} of ${app}`],
			...(view ? ['  ', resultSpan(view.entry.result)] : []),
		],
		linesOf,
		bindings: () => [
			{
				keys: ['t'],
				hint: 'stream',
				help: 'the reconcile loop of the application',
				run: () => [{kind: 'go', place: {kind: 'stream', app}}],
			},
			{
				keys: ['enter'],
				hint: 'resources',
				help: 'the resources of the application',
				run: () => [{kind: 'go', place: {kind: 'resources', app}}],
			},
		],
	});
}

function linesOf(view: OperationView, width: number): readonly Line[] {
	const {events} = view;
	const told =
		events.length === 0
			? [line(['dim', ' Nothing was told meanwhile, or it is not kept any more.'])]
			: [
					line(['title', ' Told meanwhile'], ['dim', `  ${events.length}`]),
					...events.flatMap(event => eventLines(event, {appWidth: 0, width})),
				];
	return [...operationLines(view, width), blank, ...told];
}
