import {existsSync, globSync, readFileSync, writeFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {join, relative} from 'node:path';

/**
 * `node scripts/reduce-protobuf.ts`: writes which field of which message has which number, for bodies that kubectl sends
 * as protobuf, from the sources of Kubernetes that `npm run cluster` has fetched.
 */

const modules = process.env.GOMODCACHE ?? join(homedir(), 'go/pkg/mod');
const version = 'v0.36.3';
const output = join(import.meta.dirname, '../source/sandbox/server/wire/messages.json');

/** Groups that kubectl makes objects of by itself, and what these are made of. */
const folders = [
	...['apps/v1', 'authentication/v1', 'authorization/v1', 'autoscaling/v1', 'autoscaling/v2', 'batch/v1', 'core/v1'],
	...['coordination/v1', 'events/v1', 'networking/v1', 'policy/v1', 'rbac/v1', 'scheduling/v1', 'storage/v1'],
]
	.map(folder => `k8s.io/api@${version}/${folder}`)
	.concat(
		['apis/meta/v1', 'api/resource', 'util/intstr', 'runtime'].map(
			folder => `k8s.io/apimachinery@${version}/pkg/${folder}`,
		),
	);

const fieldPattern = /^\s+(optional|repeated|required|map<(\w+), ([\w.]+)>)\s+(?:([\w.]+) )?(\w+) = (\d+);/;

const messages: Record<string, string> = {};
for (const folder of folders) {
	const path = join(modules, folder, 'generated.proto');
	if (!existsSync(path)) {
		throw new Error(`${path} is not there: run npm run cluster once, which fetches it`);
	}

	read(relative(modules, path), readFileSync(path, 'utf8'), inlined(join(modules, folder)));
}

writeFileSync(output, `${JSON.stringify(messages, undefined, '\t')}\n`);
process.stdout.write(`${output}: ${Object.keys(messages).length} messages\n`);

function read(path: string, text: string, inline: ReadonlySet<string>): void {
	const own = /^package ([\w.]+);/m.exec(text)?.[1];
	if (own === undefined) {
		throw new Error(`${path} names no package`);
	}

	for (const [, name = '', body = ''] of text.matchAll(/^message (\w+) \{$(.*?)^\}$/gms)) {
		const fields = body.split('\n').flatMap(line => fieldOf(line, own, number => inline.has(`${name}.${number}`)));
		messages[`${own}.${name}`.replace(/^k8s\.io\./, '')] = fields.join(';');
	}
}

/** As `4 stringData {}string`: number, name, how often, type. */
function fieldOf(line: string, own: string, isInline: (number: string) => boolean): readonly string[] {
	const [matched, label = '', , mapped, plain, field = '', number = ''] = fieldPattern.exec(line) ?? [];
	if (matched === undefined) {
		return [];
	}

	const type = fullName(mapped ?? plain ?? '', own);
	const mark = mapped !== undefined ? '{}' : label === 'repeated' ? '[]' : isInline(number) ? '<' : '';
	return [`${number} ${field} ${mark}${type.replace(/^k8s\.io\./, '')}`];
}

function fullName(type: string, own: string): string {
	const isScalar = /^[a-z0-9]+$/.test(type);
	return isScalar ? type : type.includes('.') ? type.replace(/^\./, '') : `${own}.${type}`;
}

/** `Struct.number` of fields whose own fields JSON shows in the struct itself. */
function inlined(folder: string): ReadonlySet<string> {
	const found = new Set<string>();
	for (const file of globSync('*.go', {cwd: folder})) {
		let struct = '';
		for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
			struct = /^type (\w+) struct/.exec(line)?.[1] ?? struct;
			const number = /json:",inline" protobuf:"bytes,(\d+)/.exec(line)?.[1];
			if (number !== undefined) {
				found.add(`${struct}.${number}`);
			}
		}
	}

	return found;
}
