import {builtInGroups, builtInResources, type Group, type Resource} from '../objects/catalog.ts';
import type {JsonObject} from '../objects/json.ts';
import {builtInSchema, type StructSchema} from '../objects/schema.ts';
import {type Conversion, conversionOf} from './kinds/conversion.ts';

/** A column of a table, as CustomResourceDefinitions declare them. */
export type PrinterColumn = {
	readonly name: string;
	readonly type: string;
	readonly format: string;
	readonly description: string;
	readonly priority: number;
	readonly jsonPath: string;
};

/** Where a custom resource keeps what the scale subresource shows; paths such as `.spec.replicas`. */
export type ScalePaths = {
	readonly specReplicasPath: string;
	readonly statusReplicasPath: string;
	readonly labelSelectorPath: string;
};

/** One resource in one version, with all that is needed to serve it. */
export type Served = {
	readonly resource: Resource;
	readonly apiVersion: string;
	/** The collection in the store; versions of a resource share it. */
	readonly storage: string;
	/** `apiVersion` of what is stored. */
	readonly storedVersion: string;
	readonly conversion?: Conversion | undefined;
	readonly isCustom: boolean;
	readonly hasStatus: boolean;
	/** Made when it is first needed: there are many kinds, and few are used. */
	schema(): StructSchema;
	/** Of custom resources alone. */
	readonly columns: readonly PrinterColumn[];
	readonly scale?: ScalePaths | undefined;
	/** Field paths that may be selected by, beside name and namespace. */
	readonly selectable: readonly string[];
	/** What to say to who still uses it. */
	readonly deprecation?: string | undefined;
	/** It is on its way out, and takes no new objects. */
	readonly isEnding?: boolean;
};

/** The custom resources of one CustomResourceDefinition. */
export type CustomKind = {
	/** The definition's name. */
	readonly definition: string;
	readonly group: string;
	/** Preferred first. */
	readonly served: readonly Served[];
	/** `openAPIV3Schema` by version. */
	readonly schemas: ReadonlyMap<string, JsonObject>;
};

export type ServedGroup = Group & {readonly resources: readonly Served[]};

const anyStruct: StructSchema = {
	kind: 'struct',
	name: '',
	fields: new Map(),
	rest: {kind: 'any', isAtomic: false},
	required: [],
	isAtomic: false,
	dropped: new Set(),
	always: [],
};

/** What is served now. */
export class Registry {
	readonly #builtIn: readonly Served[] = builtInResources().map(servedBuiltIn);
	readonly #custom = new Map<string, CustomKind>();
	#byPath = new Map<string, Served>();
	#groups: readonly ServedGroup[] = [];
	#generation = 0;

	constructor() {
		this.#index();
	}

	/** Grows with each change: what was derived before is stale. */
	get generation(): number {
		return this.#generation;
	}

	find(group: string, version: string, plural: string): Served | undefined {
		return this.#byPath.get(`${group}/${version}/${plural}`);
	}

	/** In the preferred version. */
	get(group: string, plural: string): Served | undefined {
		return this.all().find(({resource}) => resource.group === group && resource.plural === plural);
	}

	all(): readonly Served[] {
		return this.groups().flatMap(({resources}) => resources);
	}

	custom(): readonly CustomKind[] {
		return [...this.#custom.values()];
	}

	/** Core first, custom groups last. */
	groups(): readonly ServedGroup[] {
		return this.#groups;
	}

	isBuiltIn(group: string): boolean {
		return this.#builtIn.some(({resource}) => resource.group === group);
	}

	serves(group: string, version: string): boolean {
		return this.#groups.some(({name, versions}) => name === group && versions.includes(version));
	}

	define(kind: CustomKind): void {
		this.#custom.set(kind.definition, kind);
		this.#index();
	}

	undefine(definition: string): void {
		if (this.#custom.delete(definition)) {
			this.#index();
		}
	}

	#index(): void {
		this.#generation++;
		const custom = [...this.#custom.values()].flatMap(({served}) => served);
		const all = [...this.#builtIn, ...custom];
		this.#byPath = new Map(
			all.map(served => {
				const {group, version, plural} = served.resource;
				return [`${group}/${version}/${plural}`, served];
			}),
		);
		const builtIn = builtInGroups();
		const names = new Set(custom.map(({resource}) => resource.group));
		const own = [...names].filter(name => !builtIn.some(group => group.name === name)).sort();
		this.#groups = [...builtIn, ...own.map(name => ({name, versions: versionsOf(name, custom)}))].map(group => ({
			...group,
			resources: group.versions.flatMap(version =>
				all.filter(({resource}) => resource.group === group.name && resource.version === version),
			),
		}));
	}
}

function servedBuiltIn(resource: Resource): Served {
	const {group, version, kind, plural} = resource;
	const apiVersion = group === '' ? version : `${group}/${version}`;
	const conversion = conversionOf(resource);
	return {
		resource,
		apiVersion,
		storage: conversion?.storage ?? (group === '' ? plural : `${plural}.${group}`),
		storedVersion: conversion?.apiVersion ?? apiVersion,
		conversion: conversion?.conversion,
		isCustom: false,
		hasStatus: resource.subresources.some(({name}) => name === 'status'),
		schema: () => builtInSchema({group, version, kind}) ?? anyStruct,
		columns: [],
		selectable: [],
	};
}

/** The order in which versions are preferred: v2, v1, v1beta2, v1alpha1; what is named otherwise comes last. */
export function compareVersions(one: string, other: string): number {
	const [a, b] = [ranked(one), ranked(other)];
	for (const [index, rank] of a.entries()) {
		const difference = (b[index] ?? 0) - rank;
		if (difference !== 0) {
			return difference;
		}
	}

	return one < other ? -1 : Number(one > other);
}

function ranked(version: string): readonly number[] {
	const [matched, major, stage, minor] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
	if (matched === undefined) {
		return [0, 0, 0, 0];
	}

	return [1, stage === undefined ? 2 : stage === 'beta' ? 1 : 0, Number(major), Number(minor ?? 0)];
}

function versionsOf(group: string, custom: readonly Served[]): readonly string[] {
	const versions = custom.filter(({resource}) => resource.group === group).map(({resource}) => resource.version);
	return [...new Set(versions)].sort(compareVersions);
}
