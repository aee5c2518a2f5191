import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {brotliCompressSync, constants} from 'node:zlib';
import {packageFolder, readStructs, type Written, writtenOf} from './go-structs.ts';

/**
 * `node scripts/reduce-openapi.ts KUBECTL KUBECONFIG`: writes what the embedded Kubernetes API knows about kinds, from a
 * real control plane (`npm run cluster`) and from Go's sources that it was built from: discovery, schemas without their
 * descriptions, and how Go writes each struct.
 */

type Node = {readonly [field: string]: unknown};

const output = join(import.meta.dirname, '../source/sandbox/objects/openapi.json.br');
const modules = process.env.GOMODCACHE ?? join(homedir(), 'go/pkg/mod');
const [kubectl = 'kubectl', kubeconfig = ''] = process.argv.slice(2);

function get(path: string): Node {
	const text = execFileSync(kubectl, ['--kubeconfig', kubeconfig, 'get', '--raw', path], {
		encoding: 'utf8',
		maxBuffer: 64 << 20,
	});
	return nodeOf(JSON.parse(text));
}

function nodeOf(value: unknown): Node {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? {...value} : {};
}

function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/** A schema without its words; `properties` holds schemas by names that must not be taken for keywords. */
function withoutWords(schema: unknown): unknown {
	if (Array.isArray(schema)) {
		return schema.map(withoutWords);
	}

	if (typeof schema !== 'object' || schema === null) {
		return schema;
	}

	return Object.fromEntries(
		Object.entries(schema)
			.filter(([keyword]) => keyword !== 'description')
			.map(([keyword, value]) => [
				keyword,
				keyword === 'properties'
					? Object.fromEntries(Object.entries(nodeOf(value)).map(([name, child]) => [name, withoutWords(child)]))
					: withoutWords(value),
			]),
	);
}

function groupsOf(): readonly {readonly name: string; readonly versions: readonly string[]}[] {
	// Without custom resources, which a control plane that has been used may have.
	const own = /^[a-z]+$|\.k8s\.io$/;
	const named = listOf(get('/apis').groups)
		.map(nodeOf)
		.filter(group => own.test(textOf(group.name)));
	return [
		{name: '', versions: ['v1']},
		...named.map(group => ({
			name: textOf(group.name),
			versions: listOf(group.versions).map(version => textOf(nodeOf(version).version)),
		})),
	];
}

function writtenOfAll(definitions: Iterable<string>): Record<string, Written> {
	const packages = new Map<string, ReturnType<typeof readStructs>>();
	const structsOf = (folder: string) => {
		const known = packages.get(folder) ?? readStructs(folder);
		packages.set(folder, known);
		return known;
	};
	const meta = structsOf(packageFolder('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta', modules));
	const core = structsOf(packageFolder('io.k8s.api.core.v1.Pod', modules));
	const result: Record<string, Written> = {};
	for (const definition of definitions) {
		const structs = structsOf(packageFolder(definition, modules));
		const struct = structs.get(definition.slice(definition.lastIndexOf('.') + 1));
		if (struct !== undefined) {
			const written = writtenOf(struct, type => {
				const [name = '', qualifier = ''] = type.split('.').reverse();
				return qualifier === ''
					? structs.get(name)
					: (/core/.test(qualifier) || qualifier === 'v1' ? core : meta).get(name);
			});
			result[definition] = written;
		}
	}

	return result;
}

const groups = groupsOf();
const definitions: Record<string, unknown> = {};
const resources: Record<string, unknown> = {};
for (const {name, versions} of groups) {
	for (const version of versions) {
		const path = name === '' ? `api/${version}` : `apis/${name}/${version}`;
		const schemas = nodeOf(nodeOf(get(`/openapi/v3/${path}`).components).schemas);
		Object.assign(definitions, nodeOf(withoutWords(schemas)));
		resources[path] = get(`/${path}`).resources;
	}
}

const written = writtenOfAll(Object.keys(definitions));
const text = JSON.stringify({version: get('/version'), groups, resources, definitions, written});
const packed = brotliCompressSync(text, {params: {[constants.BROTLI_PARAM_SIZE_HINT]: text.length}});
writeFileSync(output, packed);
process.stdout.write(`${Object.keys(definitions).length} definitions, ${text.length} bytes, packed ${packed.length}\n`);
