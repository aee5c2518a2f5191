import {OperatorError} from '../../model/operator-error.ts';
import {type Blobs, digestOf} from './blobs.ts';
import {BrokenArchiveError} from './tar.ts';
import {type Shape, type Unpacked, unpack} from './unpack.ts';

const keptBytes = 64 * 1024 * 1024;

/** Archives that were fetched, and what is in them: the last ones unpacked stay in memory. */
export class Archives {
	readonly blobs: Blobs;
	readonly #open = new Map<string, {readonly unpacked: Promise<Unpacked>; bytes: number}>();

	constructor(blobs: Blobs) {
		this.blobs = blobs;
	}

	/** Takes one in, if all in it is as it should be; `name` is for messages. */
	async add(content: Buffer, shape: Shape, name: string): Promise<Unpacked> {
		const unpacked = await this.#unpack(content, shape, name);
		await this.blobs.write(content);
		return await this.#remember(keyOf(digestOf(content), shape), Promise.resolve(unpacked));
	}

	/** One that was taken in, if it still is here. */
	async find(digest: string, shape: Shape, name: string): Promise<Unpacked | undefined> {
		const key = keyOf(digest, shape);
		const known = this.#open.get(key)?.unpacked;
		if (known !== undefined) {
			return await this.#remember(key, known);
		}

		const content = await this.blobs.read(digest);
		return content && (await this.#remember(key, this.#unpack(content, shape, name)));
	}

	async open(digest: string, shape: Shape, name: string): Promise<Unpacked> {
		const found = await this.find(digest, shape, name);
		if (found === undefined) {
			throw new OperatorError(`${name} is not in the cache any more`, {
				advice: 'It is fetched when its revision is resolved again',
			});
		}

		return found;
	}

	async #unpack(content: Buffer, shape: Shape, name: string): Promise<Unpacked> {
		try {
			return await unpack(content, shape);
		} catch (error) {
			if (error instanceof BrokenArchiveError) {
				const advice = 'Nothing of it is used: package and publish it anew';
				throw new OperatorError(`the archive ${name} is refused: ${error.message}`, {cause: error, advice});
			}

			throw error;
		}
	}

	async #remember(key: string, opening: Promise<Unpacked>): Promise<Unpacked> {
		const entry = {unpacked: opening, bytes: 0};
		this.#open.delete(key);
		this.#open.set(key, entry);
		try {
			entry.bytes = (await opening).bytes;
		} catch (error) {
			this.#open.delete(key);
			throw error;
		}

		let sum = [...this.#open.values()].reduce((bytes, one) => bytes + one.bytes, 0);
		for (const [oldest, {bytes}] of this.#open) {
			if (sum <= keptBytes || oldest === key) {
				break;
			}

			this.#open.delete(oldest);
			sum -= bytes;
		}

		return await opening;
	}
}

function keyOf(digest: string, {isPacked, hasTop}: Shape): string {
	return `${digest} ${isPacked} ${hasTop}`;
}
