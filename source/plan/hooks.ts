import {type JsonObject, members, text} from '../model/json.ts';

export const helmHook = 'helm.sh/hook';
const argoHook = 'argocd.argoproj.io/hook';

/** Those of Helm's hooks that Argo CD leaves out as well: tests, and what belongs to a rollback of Helm's own. */
const leftOut: ReadonlySet<string> = new Set(['test', 'test-success', 'test-failure', 'pre-rollback', 'post-rollback']);

/** When it would be run, of what is not left out; nothing where it is no hook of Helm. */
export function hookPhases(body: JsonObject): readonly string[] {
	return momentsOf(body).filter(moment => !leftOut.has(moment));
}

/** It is a hook that is never run, and never applied. */
export function isLeftOut(body: JsonObject): boolean {
	const moments = momentsOf(body);
	return moments.length > 0 && moments.every(moment => leftOut.has(moment));
}

/** Argo CD's own annotation wins over Helm's. */
function momentsOf(body: JsonObject): readonly string[] {
	if (members(body, 'metadata', 'annotations')[argoHook] !== undefined) {
		return [];
	}

	const moments = text(body, 'metadata', 'annotations', helmHook).split(',');
	return moments.map(moment => moment.trim().toLowerCase()).filter(moment => moment !== '');
}
