import type {Change} from '../../../source/model/change.ts';
import type {Plan} from '../../../source/model/plan.ts';
import {planAnswer, sampleChange, samplePlan} from '../review/changes.ts';
import {openShell} from '../support/driver.ts';
import {sampleRow} from '../support/samples.ts';

export const web = sampleChange('web', {
	fields: [{path: 'spec.replicas', before: 2, after: 3, managers: ['kubectl-scale (Update)']}],
	risks: ['restarts its pods'],
	origin: {file: 'apps/web.yaml', line: 3},
});
const {before: _, ...created} = sampleChange('api', {op: 'create', fields: []});
export const api: Change = {...created, wave: 1};
const {after: __, ...deleted} = sampleChange('old', {op: 'delete', fields: [], consents: ['prune-data']});
export const old: Change = {...deleted, wave: 1};
export const movedWeb = sampleChange('web', {digest: 'moved', before: {spec: {replicas: 7}}});

type Size = {readonly columns?: number; readonly rows?: number; readonly isReadOnly?: boolean};

/** The plan of `shop`, as the list of applications leads to it. */
export function openPlan(
	changes: readonly Change[],
	{plan = {}, key = 's', ...size}: Size & {plan?: Partial<Plan>; key?: string} = {},
) {
	const driver = openShell(size);
	driver.greet();
	driver.tell({kind: 'rows', seq: 1, upserts: [sampleRow()], deletes: []});
	driver.press(key);
	const replan = (next: readonly Change[], other: Partial<Plan> = {}) => {
		driver.tell(planAnswer(driver.session.idOf('plan'), samplePlan(next, {...plan, ...other})));
		return driver.screen();
	};
	replan(changes);
	const body = () => driver.body().join('\n');
	const mark = (name: string) =>
		driver
			.body()
			.find(line => line.includes(`/${name}`))
			?.trim()
			.split(' ')[0];
	const syncs = () =>
		driver.session.sent.flatMap(intent =>
			intent.kind === 'ask' && intent.question.kind === 'sync' ? [intent.question] : [],
		);
	/** Keys as a person presses them, who sees what each leads to. */
	const press = (...keys: readonly string[]) => {
		for (const one of keys) {
			driver.press(one);
			driver.screen();
		}
	};
	return {...driver, press, replan, text: body, mark, syncs};
}
