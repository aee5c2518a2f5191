import {randomBytes} from 'node:crypto';
import type {Program} from '../../support/program.ts';
import {configMap, deployment, text} from '../support/manifests.ts';
import {createTrial, type Place, type Trial} from '../support/trial.ts';
import {until} from '../support/until.ts';
import {countable} from './growth.ts';
import type {Manifest} from './table.ts';

export type RowLine = {readonly kind: string; readonly sync: string; readonly health: string; readonly message: string};

/** An application that is kept as Git has it by one program, and shown by another, on a cluster that is about to fail. */
export type Stage<P extends Place = Place> = AsyncDisposable & {
	readonly place: P;
	readonly trial: Trial;
	/** What must be seen nowhere: the value of the Secret that Git declares. */
	readonly canary: string;
	/** All that Git declares. */
	readonly declared: readonly Manifest[];
	/** `trueup engine`, as it was started last. */
	readonly engine: Program;
	/** `trueup watch`, as it was started last. */
	readonly watch: Program;
	/** All that were started so far. */
	readonly programs: readonly Program[];
	start(): void;
	/** The application's row as `watch` showed it last. */
	row(): RowLine | undefined;
	untilWell(): Promise<void>;
};

/** A ConfigMap and a Deployment with a pod. */
export const usual: readonly Manifest[] = [configMap('a', {key: '1'}), deployment('web', {replicas: 1})];

export async function openStage<P extends Place>(place: P, objects: readonly Manifest[]): Promise<Stage<P>> {
	const canary = `canary-${randomBytes(12).toString('hex')}`;
	const declared = [
		...objects,
		{apiVersion: 'v1', kind: 'Secret', metadata: {name: 'canary'}, stringData: {key: canary}},
	];
	const env = {...place.env, NODE_OPTIONS: `${place.env?.NODE_OPTIONS ?? ''} ${countable}`};
	const trial = await createTrial({'all.yaml': text(...declared)}, {...place, env});
	const flags = ['--auto', '--self-heal', '--interval', '1s', '-o', 'json'];
	const programs: Program[] = [];
	const last = (offset: number) => {
		const program = programs.at(offset);
		if (!program) {
			throw new Error('nothing was started yet');
		}

		return program;
	};
	const row = (): RowLine | undefined => {
		const line = last(-1).lines.findLast(text => text.startsWith('{"kind":"row"'));
		return line === undefined ? undefined : JSON.parse(line);
	};
	return {
		place,
		trial,
		canary,
		declared,
		get engine() {
			return last(-2);
		},
		get watch() {
			return last(-1);
		},
		programs,
		start() {
			programs.push(trial.start('engine', ...flags), trial.start('watch', ...flags));
		},
		row,
		async untilWell() {
			await until(
				'all is well',
				() => {
					const now = row();
					if (now?.sync !== 'Synced' || now.health !== 'Healthy' || now.message !== '') {
						throw new Error(`the last row is ${JSON.stringify(now)}, and the last events are\n${tail(last(-2))}`);
					}

					return true;
				},
				{timeoutMs: 120_000},
			);
		},
		async [Symbol.asyncDispose]() {
			await Promise.all(programs.map(program => program[Symbol.asyncDispose]()));
			await trial[Symbol.asyncDispose]();
		},
	};
}

function tail({lines, errorLines}: Program): string {
	return [...lines.slice(-15), ...errorLines].join('\n');
}
