import type {Problem} from '../model/problem.ts';
import {oneLine} from '../text/escape.ts';
import type {Context} from './verb.ts';

/** Tells of problems beside a result that is read by programs. */
export function reportProblems({err}: Context, problems: readonly Problem[]) {
	for (const {where, message} of problems) {
		err(`problem: ${oneLine(`${where}: ${message}`)}\n`);
	}
}

/** Tells what holds nothing back, in the same way. */
export function reportRemarks({err}: Context, remarks: readonly string[]) {
	for (const remark of remarks) {
		err(`remark: ${oneLine(remark)}\n`);
	}
}
