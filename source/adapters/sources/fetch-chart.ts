import {OperatorError, UnreachableError} from '../../model/operator-error.ts';
import {splitRevision} from '../archives/revision-id.ts';
import {showRepository} from '../git/repository-address.ts';
import type {FetchChart} from '../render/helm/fetched-charts.ts';
import {printable} from '../render/printable.ts';
import {checkPlace} from './place.ts';
import type {Places} from './places.ts';
import type {Repository} from './repository.ts';

/** What is not locked is asked for again after that, in milliseconds: as often as a remote is asked for commits at most. */
const askAgainMs = 60_000;

type Wanted = Parameters<FetchChart>[0];

/** Gets charts that others need, from the places that sources are read from. */
export function createChartFetcher(places: Places): FetchChart {
	const {blobs} = places.remote.archives;
	const asked = new Map<string, {readonly id: string; readonly at: number}>();

	const ask = async (repository: Repository, {version}: Wanted, signal: AbortSignal): Promise<string> => {
		const answer = (await repository.resolve([version], signal)).get(version);
		if (answer === undefined || answer instanceof Error) {
			throw answer ?? new OperatorError('there is no answer');
		}

		return answer.id;
	};

	const recall = async (repository: Repository, key: string) => {
		const last = asked.get(key) ?? {id: (await blobs.noted(key)) ?? '', at: -Infinity};
		const isHere = splitRevision(last.id).digest !== undefined && (await repository.has(last.id));
		return isHere ? last : undefined;
	};

	const find = async (repository: Repository, wanted: Wanted, signal: AbortSignal): Promise<string> => {
		const key = JSON.stringify([wanted.repository, wanted.name, wanted.version]);
		const known = await recall(repository, key);
		if (known && (wanted.isLocked || performance.now() - known.at < askAgainMs)) {
			return known.id;
		}

		try {
			const id = await ask(repository, wanted, signal);
			asked.set(key, {id, at: performance.now()});
			await blobs.note(key, id);
			return id;
		} catch (error) {
			if (known && error instanceof UnreachableError) {
				return known.id;
			}

			throw error;
		}
	};

	return async (wanted, signal) => {
		const place = {repository: wanted.repository, chart: wanted.name};
		const wrong = checkPlace(place);
		if (wrong !== undefined) {
			return {problem: `${printable(showRepository(wanted.repository), 200)}: ${wrong}`};
		}

		try {
			const repository = places.open(place);
			const id = await find(repository, wanted, signal);
			const tree = await repository.tree(id);
			return {version: splitRevision(id).label, tree, read: ids => repository.read(id, ids)};
		} catch (error) {
			if (error instanceof OperatorError) {
				return {problem: [error.message, error.advice].filter(Boolean).join('. ')};
			}

			throw error;
		}
	};
}
