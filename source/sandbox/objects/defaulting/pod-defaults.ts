import {isObject, type Json, type JsonObject, listAt, objectAt, textAt, withField} from '../json.ts';
import {type DefaultRule, eachItem, fill, inOrder, inside, isText, where} from './default-rules.ts';

/** As `SetDefaults_*` of pkg/apis/core/v1/defaults.go, by the names of definitions after `io.k8s.api.core.v1.`. */
export const podDefaults: Readonly<Record<string, DefaultRule>> = {
	Container: container,
	EphemeralContainer: container,
	HTTPGetAction: fill({path: '/', scheme: 'HTTP'}),
	HostPathVolumeSource: fill({type: ''}),
	ObjectFieldSelector: fill({apiVersion: 'v1'}),
	SecretVolumeSource: fill({defaultMode: 420}),
	ConfigMapVolumeSource: fill({defaultMode: 420}),
	DownwardAPIVolumeSource: fill({defaultMode: 420}),
	ProjectedVolumeSource: fill({defaultMode: 420}),
	ServiceAccountTokenProjection: fill({expirationSeconds: 3600}),
	Probe: fill({timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3}),
	Volume: inOrder(
		where(volume => Object.keys(volume).length === 1, fill({emptyDir: {}})),
		inside('image', image => fill({pullPolicy: pullPolicyOf(textAt(image, 'reference') ?? '')})(image), 'present'),
	),
	PodSpec: inOrder(
		fill({
			dnsPolicy: 'ClusterFirst',
			restartPolicy: 'Always',
			securityContext: {},
			terminationGracePeriodSeconds: 30,
			schedulerName: 'default-scheduler',
		}),
		sameServiceAccount,
		where(isHostNetwork, inOrder(eachItem('containers', hostPorts), eachItem('initContainers', hostPorts))),
	),
	Pod: inside(
		'spec',
		inOrder(
			eachItem('containers', inside('resources', requestsOfLimits, 'present')),
			eachItem('initContainers', inside('resources', requestsOfLimits, 'present')),
			fill({enableServiceLinks: true}),
		),
		'made',
	),
	Service: inside('spec', serviceSpec, 'made'),
	ServicePort: fill({protocol: 'TCP'}),
	Secret: secret,
	PersistentVolume: inOrder(
		inside('spec', fill({persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem'}), 'made'),
		inside('status', fill({phase: 'Pending'}), 'made'),
	),
	PersistentVolumeClaim: inside('status', fill({phase: 'Pending'}), 'made'),
	PersistentVolumeClaimSpec: fill({volumeMode: 'Filesystem'}),
	EndpointPort: fill({protocol: 'TCP'}),
	Namespace: namespaceLabel,
	NamespaceStatus: fill({phase: 'Active'}),
	NodeStatus: node => fill(node.capacity === undefined ? {} : {allocatable: node.capacity})(node),
	ReplicationController: replicationController,
	LimitRangeItem: where(isText('type', 'Container'), limitRange),
};

function container(value: JsonObject): JsonObject {
	return fill({
		imagePullPolicy: pullPolicyOf(textAt(value, 'image') ?? ''),
		terminationMessagePath: '/dev/termination-log',
		terminationMessagePolicy: 'File',
	})(value);
}

// As distribution/reference reads it: an image without tag and digest is the latest one.
const imagePattern =
	/^(?:[\w.-]+(?::\d+)?\/)?[a-z0-9]+(?:(?:\.|_{1,2}|-+|\/)[a-z0-9]+)*(?::(?<tag>\w[\w.-]{0,127}))?(?<digest>@\w+:[0-9a-fA-F]{32,})?$/;

function pullPolicyOf(image: string): string {
	const parts = imagePattern.exec(image)?.groups;
	const isLatest = parts !== undefined && (parts.tag ?? (parts.digest === undefined ? 'latest' : '')) === 'latest';
	return isLatest ? 'Always' : 'IfNotPresent';
}

/** The old and the new name of one field are written alike. */
function sameServiceAccount(spec: JsonObject): JsonObject {
	const name = textAt(spec, 'serviceAccountName') ?? textAt(spec, 'serviceAccount');
	return name === undefined || textAt(spec, 'serviceAccount') === textAt(spec, 'serviceAccountName')
		? spec
		: {...spec, serviceAccountName: name, serviceAccount: name};
}

function isHostNetwork(spec: JsonObject): boolean {
	return spec.hostNetwork === true;
}

function hostPorts(value: JsonObject): JsonObject {
	return eachItem('ports', port => fill({hostPort: port.containerPort ?? 0})(port))(value);
}

function requestsOfLimits(resources: JsonObject): JsonObject {
	const limits = objectAt(resources, 'limits');
	return limits === undefined
		? resources
		: withField(resources, 'requests', fill(limits)(objectAt(resources, 'requests') ?? {}));
}

function serviceSpec(spec: JsonObject): JsonObject {
	const type = textAt(spec, 'type') ?? 'ClusterIP';
	const isAffine = textAt(spec, 'sessionAffinity') === 'ClientIP';
	const {sessionAffinityConfig: _config, ...plain} = spec;
	const base = isAffine
		? inside('sessionAffinityConfig', inside('clientIP', fill({timeoutSeconds: 10_800}), 'made'), 'made')(spec)
		: _config === undefined
			? spec
			: plain;
	const isExternal =
		type === 'NodePort' || type === 'LoadBalancer' || (type === 'ClusterIP' && listAt(spec, 'externalIPs').length > 0);
	const filled = fill({
		sessionAffinity: 'None',
		type,
		...(isExternal ? {externalTrafficPolicy: 'Cluster'} : {}),
		...(type === 'ExternalName' ? {} : {internalTrafficPolicy: 'Cluster'}),
		...(type === 'LoadBalancer' ? {allocateLoadBalancerNodePorts: true} : {}),
	})(base);
	return eachItem('ports', servicePort)(filled);
}

function servicePort(port: JsonObject): JsonObject {
	const target = port.targetPort;
	const isOpen = target === undefined || target === 0 || target === '';
	return isOpen ? {...port, targetPort: port.port ?? 0} : port;
}

/** Texts go into the data, as the conversion to Go's internal type does it. */
function secret(value: JsonObject): JsonObject {
	const texts = objectAt(value, 'stringData');
	const typed = fill({type: 'Opaque'})(value);
	if (texts === undefined) {
		return typed;
	}

	const encoded = Object.entries(texts).map(([key, text]): [string, Json] => [
		key,
		Buffer.from(String(text)).toString('base64'),
	]);
	return withField(
		{...typed, data: {...objectAt(typed, 'data'), ...Object.fromEntries(encoded)}},
		'stringData',
		undefined,
	);
}

const nameLabel = 'kubernetes.io/metadata.name';

function namespaceLabel(value: JsonObject): JsonObject {
	const metadata = objectAt(value, 'metadata') ?? {};
	const name = textAt(metadata, 'name');
	const labels = objectAt(metadata, 'labels') ?? {};
	return name === undefined || labels[nameLabel] === name
		? value
		: {...value, metadata: {...metadata, labels: {...labels, [nameLabel]: name}}};
}

function replicationController(value: JsonObject): JsonObject {
	const labels = objectAt(value, 'spec', 'template', 'metadata', 'labels');
	if (labels === undefined) {
		return value;
	}

	const metadata = fill({labels})(objectAt(value, 'metadata') ?? {});
	return {...value, metadata, spec: fill({selector: labels})(objectAt(value, 'spec') ?? {})};
}

function limitRange(item: JsonObject): JsonObject {
	const limits = fill(part(item, 'max'))(part(item, 'default'));
	const requests = fill(part(item, 'min'))(fill(limits)(part(item, 'defaultRequest')));
	const written = Object.entries({default: limits, defaultRequest: requests}).filter(
		([, list]) => Object.keys(list).length > 0,
	);
	return {...item, ...Object.fromEntries(written)};
}

function part(item: JsonObject, field: string): JsonObject {
	const value = item[field];
	return isObject(value) ? value : {};
}
