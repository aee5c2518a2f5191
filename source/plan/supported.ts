import {type JsonObject, members, text} from '../model/json.ts';
import type {Problem} from '../model/problem.ts';
import {describe, type Manifest, whereOf} from '../model/resource.ts';
import {helmHook, hookPhases, isLeftOut} from './hooks.ts';
import {isWave, waveAnnotation} from './order.ts';

/** Problems for all that manifests ask for by annotation or label and that would be ignored. */
export function unsupportedIn(manifests: readonly Manifest[]): readonly Problem[] {
	const counting = manifests.filter(({body}) => !isLeftOut(body));
	const hooks = counting.filter(({body}) => hookPhases(body).length > 0);
	const others = counting.filter(({body}) => hookPhases(body).length === 0);
	return [...refuseHooks(hooks), ...others.flatMap(unsupportedOf)];
}

const mostHooks = 10;

/** One for all hooks of a chart: they are rendered, and nothing runs them. */
function refuseHooks(hooks: readonly Manifest[]): readonly Problem[] {
	const [first] = hooks;
	if (first === undefined) {
		return [];
	}

	const named = hooks
		.slice(0, mostHooks)
		.map(hook => `${describe(hook.id)} (${plain(hookPhases(hook.body).join(', '))})`);
	const more = hooks.length > mostHooks ? ` and ${hooks.length - mostHooks} more` : '';
	return [
		{
			scope: 'application',
			where: whereOf(first.origin),
			message:
				`hooks of Helm are not run yet: ${named.join(', ')}${more}; ` +
				'trueup does nothing for this application rather than go without them',
		},
	];
}

function unsupportedOf({id, origin, body}: Manifest): readonly Problem[] {
	const where = whereOf(origin);
	const refused = [
		...listRefused(members(body, 'metadata', 'annotations'), refusesAnnotation).map(key => `the annotation ${key}`),
		...listRefused(members(body, 'metadata', 'labels'), refusesForFlux).map(key => `the label ${key}`),
	];
	return [
		...refused.map<Problem>(what => ({
			scope: 'application',
			where,
			message:
				`${describe(id)} has ${what}, which is not supported yet; ` +
				'trueup does nothing for this application rather than ignore it',
		})),
		...checkWave(body, describe(id), where),
	];
}

function checkWave(body: JsonObject, who: string, where: string): readonly Problem[] {
	const wave = members(body, 'metadata', 'annotations')[waveAnnotation];
	return wave === undefined || isWave(wave)
		? []
		: [
				{
					scope: 'file',
					where,
					message: `${who} has an annotation ${waveAnnotation} that is not a whole number in quotes: write "5" or "-1"`,
				},
			];
}

type Refuses = (key: string, value: string) => boolean;

function listRefused(pairs: JsonObject, refuses: Refuses): readonly string[] {
	return Object.entries(pairs)
		.filter(([key, value]) => refuses(key, text(value)))
		.map(([key]) => plain(key));
}

function plain(written: string): string {
	return written.slice(0, longestKey).replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');
}

const longestKey = 150;

function refusesAnnotation(key: string, value: string): boolean {
	return refusesForArgo(key, value) || refusesForHelm(key, value) || refusesForFlux(key, value);
}

const argoPrefix = 'argocd.argoproj.io/';

// Marks and links, and when Argo CD looks again: nothing that is done to the cluster depends on these.
const harmlessForArgo: ReadonlySet<string> = new Set([
	'ignore-default-links',
	'ignore-resource-updates',
	'installation-id',
	'sync-wave',
	'tracking-id',
]);

const optionsForArgo: ReadonlySet<string> = new Set(['compare-options', 'sync-options']);

function refusesForArgo(key: string, value: string): boolean {
	const name = key.slice(argoPrefix.length);
	const isWithoutOptions = optionsForArgo.has(name) && /^[\s,]*$/.test(value);
	return key.startsWith(argoPrefix) && !harmlessForArgo.has(name) && !isWithoutOptions;
}

/** Keeps an object from being pruned. */
const policyAnnotation = 'helm.sh/resource-policy';

export function isKept(body: JsonObject): boolean {
	return text(body, 'metadata', 'annotations', policyAnnotation) === 'keep';
}

function refusesForHelm(key: string, value: string): boolean {
	return key.startsWith(helmHook) || (key === policyAnnotation && value !== 'keep');
}

const fluxPrefix = 'kustomize.toolkit.fluxcd.io/';

/** The values of Flux's switches that ask for what is done anyway. */
const harmlessForFlux: ReadonlyMap<string, string> = new Map([
	['force', 'disabled'],
	['prune', 'enabled'],
	['reconcile', 'enabled'],
	['ssa', 'override'],
]);

/** Marks of its owner, and whether variables are put into it, which was done when it was rendered. */
const understoodOfFlux: ReadonlySet<string> = new Set(['name', 'namespace', 'substitute']);

function refusesForFlux(key: string, value: string): boolean {
	const name = key.slice(fluxPrefix.length);
	const isHarmless = understoodOfFlux.has(name) || harmlessForFlux.get(name) === value.toLowerCase();
	return key.startsWith(fluxPrefix) && !isHarmless;
}
