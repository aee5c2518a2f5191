import {count} from '../../model/count.ts';
import type {Preview} from '../../model/question.ts';
import {describe} from '../../model/resource.ts';
import {oneLine} from '../../text/escape.ts';
import {blank, type Line, line} from '../line.ts';
import {wrapText} from '../screens/parts/wrap.ts';

/** What the application would be: whether it can be made, what it would bring, and its manifest. */
export function previewLines(preview: Preview, width: number): readonly Line[] {
	const {isValid, revision, objects, problems, manifest} = preview;
	return [
		isValid
			? line(['good', ' It can be created.'], revision === '' ? '' : ['dim', `  commit ${revision.slice(0, 12)}`])
			: line(['bad', ' It can not be created like this.']),
		...problems
			.flatMap(({where, message}) => wrapText(oneLine(`${where}: ${message}`), width - 4))
			.map(text => line([isValid ? 'warning' : 'bad', `   ${text}`])),
		...(isValid || objects.length > 0 ? declared(objects) : []),
		blank,
		line(['title', ' Its manifest']),
		...manifest
			.trimEnd()
			.split('\n')
			.map(text => line(`   ${text}`)),
	];
}

function declared(objects: Preview['objects']): readonly Line[] {
	return [
		blank,
		line(
			['title', ` It declares ${count(objects.length, 'object')}`],
			['dim', '  and makes its namespace where there is none'],
		),
		...objects.map(id => line(`   ${describe(id)}`)),
	];
}
