import {type Json, text} from '../../source/model/json.ts';
import {until} from '../cluster/support/until.ts';
import {type Answered, partOf} from './answer.ts';
import type {Connection, Sent} from './connection.ts';
import type {Own} from './namespaces.ts';
import {normalised} from './normalise.ts';
import {filled, filledText} from './placeholders.ts';
import type {EventsStep, RequestStep, Sequence, Step, UntilStep, WatchStep} from './sequence.ts';
import {Stream} from './stream.ts';

/** What a sequence was answered, a line of a recording: null for what is not compared. */
export type Told = {readonly title: string; readonly steps: readonly Json[]};

/** Runs a sequence in a namespace of its own, and tells what can be compared. */
export async function run(sequence: Sequence, connection: Connection, own: Own): Promise<Told> {
	await using course = new Course(connection, own);
	const steps: Json[] = [];
	for (const [index, step] of sequence.steps.entries()) {
		try {
			steps.push(await course.go(step, index));
		} catch (error) {
			throw new Error(`"${sequence.title}", step ${index}: ${String(error)}`, {cause: error});
		}
	}

	return {title: sequence.title, steps: normalised(steps, own, sequence.isTimed === true)};
}

/** A sequence on its way. At its end its streams are closed, and what it created outside of its namespace is deleted. */
class Course implements AsyncDisposable {
	readonly #created: string[] = [];
	readonly #bodies = new Map<string, Json>();
	readonly #streams = new Map<string, Stream>();
	readonly #ending = new AbortController();
	readonly #connection: Connection;
	readonly #own: Own;

	constructor(connection: Connection, own: Own) {
		this.#connection = connection;
		this.#own = own;
	}

	async [Symbol.asyncDispose](): Promise<void> {
		this.#ending.abort();
		for (const path of this.#created) {
			await this.#connection.send({method: 'DELETE', path});
		}
	}

	async go(step: Step, index: number): Promise<Json> {
		switch (step.kind) {
			case 'request':
				return await this.#request(step, index);
			case 'watch':
				return await this.#watch(step);
			case 'events':
				return await this.#events(step, index);
			case 'until':
				return await this.#until(step, index);
			case 'tick':
				return await this.#tick();
		}
	}

	async #request(step: RequestStep, index: number): Promise<Json> {
		const sent = this.#filled(step);
		const answer = await this.#connection.send(sent);
		this.#keep(answer.body, index, step.name);
		this.#noteCreated(sent, answer);
		if (step.isSilent && answer.status >= 400) {
			throw new Error(`${step.method} ${step.path} is to succeed, and got ${JSON.stringify(answer.body)}`);
		}

		return step.isSilent ? null : told(answer, step.only);
	}

	async #watch(step: WatchStep): Promise<Json> {
		const query = {watch: 'true', ...step.query};
		const sent = this.#filled({...step, method: 'GET', query});
		const {chunks, ...answer} = await this.#connection.open(sent, this.#ending.signal);
		if (chunks) {
			this.#streams.set(step.name, new Stream(chunks));
		}

		return told(answer, chunks ? [] : undefined);
	}

	async #events(step: EventsStep, index: number): Promise<Json> {
		const stream = this.#streams.get(step.of);
		if (!stream) {
			throw new Error(`there is no stream ${step.of}`);
		}

		const events = await stream.take(step);
		this.#keep(events, index, step.name);
		const paths = step.only?.map(path => `object.${path}`);
		return events.map(event => partOf(event, paths && ['type', ...paths]));
	}

	async #until({request, holds, isCompared, name}: UntilStep, index: number): Promise<Json> {
		const sent = this.#filled(request);
		const answer = await until(`${request.method} ${sent.path}`, async () => {
			const now = await this.#connection.send(sent);
			return holds(now.body, now.status) && now;
		});
		this.#keep(answer.body, index, name);
		return isCompared ? told(answer, request.only) : null;
	}

	async #tick(): Promise<Json> {
		const ask = async () => (await this.#connection.send({method: 'GET', path: '/version'})).date;
		const before = await ask();
		await until('another second', async () => (await ask()) !== before);
		return null;
	}

	#filled({path, query, body, ...rest}: Omit<RequestStep, 'kind'>): Sent {
		const values = {...this.#own, bodies: this.#bodies};
		const parameters = Object.entries(query ?? {}).map(([key, value]) => [key, filledText(value, values)]);
		const content = body === undefined ? undefined : filled(body, values);
		return {
			...rest,
			path: filledText(path, values),
			query: Object.fromEntries(parameters),
			...(content !== undefined && {body: typeof content === 'string' ? content : JSON.stringify(content)}),
		};
	}

	#keep(body: Json, index: number, name: string | undefined): void {
		this.#bodies.set(String(index), body);
		if (name !== undefined) {
			this.#bodies.set(name, body);
		}
	}

	#noteCreated({method, path}: Sent, {status, body}: Answered): void {
		const name = text(body, 'metadata', 'name');
		if (status !== 201 || name === '' || path.includes(this.#own.namespace)) {
			return;
		}

		this.#created.push(method === 'POST' ? `${path}/${name}` : path);
	}
}

function told({status, headers, body}: Answered, only: readonly string[] | undefined): Json {
	return {status, ...(Object.keys(headers).length > 0 && {headers}), body: partOf(body, only)};
}
