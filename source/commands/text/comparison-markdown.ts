import type {Alteration, Altered, Comparison} from '../../model/comparison.ts';
import {describe} from '../../model/resource.ts';
import {shortRevision} from '../../model/revision.ts';
import {opsInWords, summaryOf} from './comparison-text.ts';
import {patchLinesOf} from './diff-text.ts';
import {codeBlock, fitting, inlineCode} from './markdown.ts';

/** Hosts take comments of 65,536 characters. */
const mostOfAll = 65_000;
const mostOfProblems = 10_000;
const mostOfTable = 15_000;
const mostOfObject = 8000;
const longestName = 150;
const longestMessage = 400;

/** For a comment on a pull request: what it comes to first, and as much of the rest as there is room for. `more` is the command that shows all. */
export function comparisonMarkdown(comparison: Comparison, more: string): string {
	const {applications} = comparison;
	const head = [
		`**trueup** ${summaryOf(comparison, revision => inlineCode(revision, longestName))}\n\n`,
		notices('Problems', problemLines(comparison)),
		notices('Remarks', remarkLines(comparison)),
		tableOf(applications.filter(({changes, problems}) => changes.length + problems.length > 0)),
	].join('');
	const end = (left: number) =>
		left > 0 ? `${left} more, for which there is no room here: ${inlineCode(more, 1000)}\n` : '';
	const objects = applications.flatMap(({app, changes}) => changes.map(change => ({app, change})));
	const details = fitting(objects, detailsOf, mostOfAll - head.length - end(objects.length).length);
	return `${head}${details.text}${end(details.left)}`;
}

function problemLines({problems, applications}: Comparison): readonly string[] {
	return [
		...problems.map(({where, message}) => `${where}: ${message}`),
		...applications.flatMap(({app, problems: own}) => own.map(({where, message}) => `${app}: ${where}: ${message}`)),
	];
}

function remarkLines({remarks, applications}: Comparison): readonly string[] {
	return [...remarks, ...applications.flatMap(({app, remarks: own}) => own.map(remark => `${app}: ${remark}`))];
}

function notices(title: string, lines: readonly string[]): string {
	if (lines.length === 0) {
		return '';
	}

	const {text, left} = fitting(lines, line => `- ${inlineCode(line, longestMessage)}\n`, mostOfProblems);
	return `${title}:\n\n${text}${left > 0 ? `- and ${left} more\n` : ''}\n`;
}

function tableOf(applications: readonly Altered[]): string {
	if (applications.length === 0) {
		return '';
	}

	const titles = ['application', ...opsInWords.map(([, word]) => word), 'problems', 'commits'];
	const {text, left} = fitting(applications, one => rowOf(cellsOf(one)), mostOfTable);
	return [
		rowOf(titles),
		`|${'---|'.repeat(titles.length)}\n`,
		text,
		left > 0 ? rowOf([`and ${left} more`]) : '',
		'\n',
	].join('');
}

function rowOf(cells: readonly string[]): string {
	return `| ${cells.join(' | ')} |\n`;
}

function cellsOf({app, changes, problems, from, to}: Altered): readonly string[] {
	const amounts = opsInWords.map(([op]) => changes.filter(change => change.op === op).length);
	const commits = `${shortRevision(from)}…${shortRevision(to)}`;
	return [
		inlineCode(app, longestName),
		...[...amounts, problems.length].map(amount => (amount === 0 ? '' : String(amount))),
		inlineCode(commits, longestName),
	];
}

const words: Readonly<Record<string, string>> = Object.fromEntries(opsInWords);

/** Folded; HTML and Markdown in it are parted by empty lines. */
function detailsOf({app, change}: {readonly app: string; readonly change: Alteration}): string {
	const name = `${app}: ${describe(change.id)}`;
	const risks = change.risks.length === 0 ? '' : ` (${change.risks.join(', ')})`;
	const summary = `${words[change.op]} ${inlineCode(name, longestName)}${risks}`;
	const block = codeBlock('diff', patchLinesOf(change), mostOfObject);
	return `<details><summary>${summary}</summary>\n\n${block}\n</details>\n\n`;
}
