import type {Application, Source} from '../model/application.ts';
import {count} from '../model/count.ts';
import {type Commit, isCommit, type Sources} from '../model/sources.ts';

/** What an application declares today, and what it would: a commit for each of its sources. */
export type Sides = {
	readonly application: Application;
	readonly from: readonly (Commit | Error)[];
	readonly to: readonly (Commit | Error)[];
};

type Pair = {readonly source: Source; readonly from: string; readonly to: string};

/** A branch that others have gone on without seems to take back what they did: once for each pair of commits. */
export async function laggingRemarks(
	sources: Pick<Sources, 'behind'>,
	sides: readonly Sides[],
	revision: string,
): Promise<readonly string[]> {
	const pairs = new Map(sides.flatMap(pairsOf).map(pair => [`${pair.from} ${pair.to}`, pair]));
	const told = [...pairs.values()].map(async ({source, from, to}) => {
		const amount = (await sources.behind(source, to, from)) ?? 0;
		const whose = amount === 1 ? 'its changes show' : 'their changes show';
		return amount === 0
			? []
			: [`${revision} is ${count(amount, 'commit')} behind ${source.revision}: ${whose} as undone here`];
	});
	return [...new Set((await Promise.all(told)).flat())];
}

function pairsOf({application, from, to}: Sides): readonly Pair[] {
	return application.sources.flatMap((source, index) => {
		const [before, after] = [from[index], to[index]];
		return isCommit(before) && isCommit(after) && before.id !== after.id
			? [{source, from: before.id, to: after.id}]
			: [];
	});
}
