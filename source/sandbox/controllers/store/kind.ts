import type {Entity} from './metadata.ts';
import type {Resource} from './resource.ts';

/** A kind of objects, and how to read what matters of one. */
export type Kind<T extends Entity> = Resource & {
	readonly parse: (object: unknown) => T;
	/** What objects of one namespace can be found by, besides their names. */
	readonly marksOf?: (object: T) => readonly string[];
};

/** What of an object is to become another; null takes away. */
export type Patch = {
	readonly metadata?: object;
	readonly spec?: object;
	readonly status?: object;
	readonly revision?: number;
	readonly subsets?: readonly object[];
	readonly endpoints?: readonly object[];
	readonly ports?: readonly object[];
};

/** What became of one object: absent before where it is new, absent after where it is gone. */
export type Change<T> = {readonly before: T | undefined; readonly after: T | undefined};
