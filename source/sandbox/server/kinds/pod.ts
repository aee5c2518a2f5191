import {isObject, type Json, type JsonObject, listAt, objectAt, textAt, withField} from '../../objects/json.ts';

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount';
const letters = 'bcdfghjklmnpqrstvwxz2456789';

/** What the server and its usual admission plug-ins make of a new pod: Priority, DefaultTolerationSeconds, ServiceAccount. */
export function admittedPod(pod: JsonObject, priority: number): JsonObject {
	const spec = withToken(
		withTolerations({
			priority,
			preemptionPolicy: 'PreemptLowerPriority',
			...objectAt(pod, 'spec'),
		}),
	);
	const status = {phase: 'Pending', qosClass: qosClassOf(spec)};
	return {...pod, spec, status};
}

function withTolerations(spec: JsonObject): JsonObject {
	const own = listAt(spec, 'tolerations');
	const added = ['not-ready', 'unreachable'].flatMap((name): Json[] => {
		const key = `node.kubernetes.io/${name}`;
		const isTolerated = own.some(one => ['', key].includes(textAt(one, 'key') ?? ''));
		return isTolerated ? [] : [{key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300}];
	});
	return added.length === 0 ? spec : {...spec, tolerations: [...own, ...added]};
}

function withToken(spec: JsonObject): JsonObject {
	const account = textAt(spec, 'serviceAccountName') || 'default';
	const named = {...spec, serviceAccountName: account, serviceAccount: account};
	if (spec.automountServiceAccountToken === false) {
		return named;
	}

	const suffix = Array.from({length: 5}, () => letters[Math.floor(Math.random() * letters.length)]).join('');
	const name = `kube-api-access-${suffix}`;
	const mount = {name, readOnly: true, mountPath: tokenPath};
	const mounted = (field: string) =>
		listAt(spec, field).map(container => {
			const mounts = listAt(container, 'volumeMounts');
			const hasOwn = mounts.some(one => textAt(one, 'mountPath') === tokenPath);
			return isObject(container) && !hasOwn ? {...container, volumeMounts: [...mounts, mount]} : container;
		});
	const withInit =
		spec.initContainers === undefined ? named : withField(named, 'initContainers', mounted('initContainers'));
	return {...withInit, containers: mounted('containers'), volumes: [...listAt(spec, 'volumes'), tokenVolume(name)]};
}

function tokenVolume(name: string): Json {
	return {
		name,
		projected: {
			sources: [
				{serviceAccountToken: {expirationSeconds: 3607, path: 'token'}},
				{configMap: {name: 'kube-root-ca.crt', items: [{key: 'ca.crt', path: 'ca.crt'}]}},
				{
					downwardAPI: {
						items: [{path: 'namespace', fieldRef: {apiVersion: 'v1', fieldPath: 'metadata.namespace'}}],
					},
				},
			],
			defaultMode: 420,
		},
	};
}

/** k8s.io/kubernetes/pkg/apis/core/helper/qos, for cpu and memory. */
function qosClassOf(spec: JsonObject): string {
	const all = [...listAt(spec, 'initContainers'), ...listAt(spec, 'containers')].map(one => objectAt(one, 'resources'));
	const names = ['cpu', 'memory'];
	const has = (resources: JsonObject | undefined, field: string, name: string) =>
		objectAt(resources, field)?.[name] !== undefined;
	if (!all.some(resources => names.some(name => has(resources, 'requests', name) || has(resources, 'limits', name)))) {
		return 'BestEffort';
	}

	const isGuaranteed = all.every(resources =>
		names.every(
			name =>
				has(resources, 'limits', name) &&
				[undefined, objectAt(resources, 'limits')?.[name]].includes(objectAt(resources, 'requests')?.[name]),
		),
	);
	return isGuaranteed ? 'Guaranteed' : 'Burstable';
}
