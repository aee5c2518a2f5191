import {isDeepStrictEqual} from 'node:util';
import {type Invocation, objectsOf} from './invocation.ts';
import {pathOf, shownName} from './resources.ts';
import {type Answer, found} from './server.ts';
import {send, sendPatch} from './write.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** As kubectl does without `--server-side`. */
export async function apply(invocation: Invocation): Promise<string> {
	const results: string[] = [];
	for (const object of await objectsOf(invocation)) {
		results.push(await applyOne(invocation, object));
	}

	return results.join('');
}

async function applyOne(invocation: Invocation, object: Answer): Promise<string> {
	const manager = 'kubectl-client-side-apply';
	const resource = await invocation.resources.ofObject(object);
	const {name} = object.metadata;
	const live = await found(invocation.server.call({path: pathOf(resource, invocation.flags.namespace, name)}));
	const configuration = withAnnotation(object, `${JSON.stringify(object)}\n`);
	if (live === undefined) {
		return send(invocation, configuration, manager);
	}

	const before = JSON.parse(live.metadata.annotations?.[lastApplied] ?? '{}');
	const body = threeWayPatch(before, configuration, live);
	if (Object.keys(body).length === 0) {
		return `${shownName(resource, name)} unchanged\n`;
	}

	await sendPatch(invocation, {resource, name, body, type: 'merge', manager});
	return `${shownName(resource, name)} configured\n`;
}

function withAnnotation(object: Answer, configuration: string): Answer {
	const annotations = {...object.metadata.annotations, [lastApplied]: configuration};
	return {...object, metadata: {...object.metadata, annotations}};
}

/** What makes of the live object what is wanted, leaving alone what was never applied; lists are taken whole. */
function threeWayPatch(before: Answer, wanted: Answer, live: Answer): Answer {
	const dropped = Object.keys(before ?? {}).filter(field => wanted[field] === undefined);
	const changed = Object.keys(wanted).flatMap(field => {
		const value =
			isObject(wanted[field]) && isObject(live[field])
				? threeWayPatch(before?.[field], wanted[field], live[field])
				: wanted[field];
		const isSame = isDeepStrictEqual(value, isObject(live[field]) && isObject(value) ? {} : live[field]);
		return isSame ? [] : [[field, value]];
	});
	return Object.fromEntries([...dropped.map(field => [field, null]), ...changed]);
}

function isObject(value: Answer): boolean {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
