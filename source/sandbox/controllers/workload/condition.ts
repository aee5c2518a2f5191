import {type Condition, timeOf} from './template.ts';

export type News = {readonly type: string; readonly status: string; readonly reason: string; readonly message: string};

/** The conditions with this one; as they are where status and reason say the same already. `now` in milliseconds. */
export function withCondition(conditions: readonly Condition[], news: News, now: number): readonly Condition[] {
	const before = conditions.find(({type}) => type === news.type);
	if (before?.status === news.status && before.reason === news.reason) {
		return conditions;
	}

	return [...withoutCondition(conditions, news.type), renewed(before, news, now)];
}

export function withoutCondition(conditions: readonly Condition[], type: string): readonly Condition[] {
	return conditions.filter(condition => condition.type !== type);
}

/** The time of transition stays where only the reason is another one. */
export function renewed(before: Condition | undefined, news: News, now: number): Condition {
	const at = timeOf(now);
	const lastTransitionTime = before?.status === news.status ? before.lastTransitionTime : at;
	return {...news, lastUpdateTime: at, lastTransitionTime};
}

/** As Go writes a status: what is zero, false or empty is left out. */
export function withoutZeros<T extends object>(status: T): Partial<T> {
	const isEmpty = (value: unknown) =>
		value === undefined || value === 0 || value === '' || (Array.isArray(value) && value.length === 0);
	const kept: Partial<T> = {...status};
	for (const key of objectKeys(kept)) {
		if (isEmpty(kept[key])) {
			delete kept[key];
		}
	}

	return kept;
}

function objectKeys<T extends object>(object: T): (keyof T)[] {
	const keys: (keyof T)[] = [];
	for (const key in object) {
		keys.push(key);
	}

	return keys;
}
