import {createServer} from 'node:https';
import {createCertificate} from '../../adapters/cluster/fakes/certificate.ts';
import type {TestNamespace} from '../support/shared-cluster.ts';

type AdmissionRequest = {readonly uid: string; readonly name: string; readonly dryRun?: boolean};

/** What a webhook says to a request; nothing leaves the request without an answer. */
export type Verdict =
	| {readonly allowed: false; readonly status: {readonly message: string}}
	| {readonly allowed: true; readonly patch?: readonly unknown[]}
	| undefined;

export type Webhook = AsyncDisposable & {
	/** Names of the ConfigMaps that it was asked about, each as often. */
	readonly asked: readonly string[];
};

type Wanted = {
	readonly kind: 'ValidatingWebhookConfiguration' | 'MutatingWebhookConfiguration';
	readonly namespace: TestNamespace;
	readonly judge: (request: AdmissionRequest) => Verdict;
};

/** An admission webhook for the ConfigMaps of one namespace, on loopback; gone at the end of the scope. */
export async function startWebhook({kind, namespace, judge}: Wanted): Promise<Webhook> {
	const {certificate, key} = createCertificate({subject: 'webhook', host: '127.0.0.1'});
	const asked: string[] = [];
	const server = createServer({cert: certificate, key}, async (incoming, answer) => {
		const {request} = JSON.parse(Buffer.concat(await incoming.toArray()).toString());
		asked.push(request.name);
		const verdict = judge(request);
		if (verdict) {
			answer.setHeader('content-type', 'application/json');
			answer.end(
				JSON.stringify({
					apiVersion: 'admission.k8s.io/v1',
					kind: 'AdmissionReview',
					response: responseOf(request, verdict),
				}),
			);
		}
	});
	const {promise: listening, resolve} = Promise.withResolvers<void>();
	server.listen(0, '127.0.0.1', resolve);
	await listening;
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : undefined;
	const name = `hook-${namespace.name}`;
	const configuration = {
		apiVersion: 'admissionregistration.k8s.io/v1',
		kind,
		metadata: {name},
		webhooks: [
			{
				name: 'judge.example.test',
				admissionReviewVersions: ['v1'],
				sideEffects: 'None',
				timeoutSeconds: 1,
				failurePolicy: 'Fail',
				namespaceSelector: {matchLabels: {'kubernetes.io/metadata.name': namespace.name}},
				rules: [{operations: ['CREATE', 'UPDATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps']}],
				clientConfig: {url: `https://127.0.0.1:${port}/`, caBundle: Buffer.from(certificate).toString('base64')},
			},
		],
	};
	await namespace.kubectl(['apply', '--filename=-'], JSON.stringify(configuration));
	return {
		asked,
		async [Symbol.asyncDispose]() {
			await namespace.kubectl(['delete', kind, name, '--ignore-not-found']);
			server.close();
			server.closeAllConnections();
		},
	};
}

function responseOf({uid}: AdmissionRequest, verdict: Exclude<Verdict, undefined>) {
	if (!verdict.allowed || !verdict.patch) {
		return {uid, ...verdict};
	}

	const patch = Buffer.from(JSON.stringify(verdict.patch)).toString('base64');
	return {uid, allowed: true, patchType: 'JSONPatch', patch};
}
