/** A program that rendering tests run; built from the Go module of the folder that it is named with. */
export type Tool = {
	/** As it is on a PATH. */
	readonly name: string;
	/** Beside this file, with its go.mod; the built program is put into a folder of the same name. */
	readonly folder: string;
	readonly package: string;
	readonly module: string;
	/** The variables of its code that its makers set in a release, from the versions of modules. */
	readonly stamp?: (versionOf: (module: string) => string) => Readonly<Record<string, string>>;
};

export const tools = {
	helm4: {
		name: 'helm',
		folder: 'helm4',
		package: 'helm.sh/helm/v4/cmd/helm',
		module: 'helm.sh/helm/v4',
		stamp: versionOf => ({'helm.sh/helm/v4/internal/version.version': versionOf('helm.sh/helm/v4')}),
	},
	helm3: {
		name: 'helm',
		folder: 'helm3',
		package: 'helm.sh/helm/v3/cmd/helm',
		module: 'helm.sh/helm/v3',
		// It renders for the Kubernetes of the client that it has in it; Helm 4 finds that out by itself.
		stamp(versionOf) {
			const minor = versionOf('k8s.io/client-go').split('.')[1] ?? '';
			return {
				'helm.sh/helm/v3/internal/version.version': versionOf('helm.sh/helm/v3'),
				'helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor': minor,
				'helm.sh/helm/v3/pkg/lint/rules.k8sVersionMinor': minor,
			};
		},
	},
	kustomize: {
		name: 'kustomize',
		folder: 'kustomize',
		package: 'sigs.k8s.io/kustomize/kustomize/v5',
		module: 'sigs.k8s.io/kustomize/kustomize/v5',
		stamp: versionOf => ({
			'sigs.k8s.io/kustomize/api/provenance.version': versionOf('sigs.k8s.io/kustomize/kustomize/v5'),
		}),
	},
	jsonnet: {
		name: 'jsonnet',
		folder: 'jsonnet',
		package: 'github.com/google/go-jsonnet/cmd/jsonnet',
		module: 'github.com/google/go-jsonnet',
	},
	sops: {
		name: 'sops',
		folder: 'sops',
		package: 'github.com/getsops/sops/v3/cmd/sops',
		module: 'github.com/getsops/sops/v3',
	},
	ageKeygen: {
		name: 'age-keygen',
		// Of the version that sops decrypts with.
		folder: 'sops',
		package: 'filippo.io/age/cmd/age-keygen',
		module: 'filippo.io/age',
		stamp: versionOf => ({'main.Version': versionOf('filippo.io/age')}),
	},
	registry: {
		name: 'registry',
		folder: 'registry',
		package: 'github.com/distribution/distribution/v3/cmd/registry',
		module: 'github.com/distribution/distribution/v3',
		stamp: versionOf => ({
			'github.com/distribution/distribution/v3/version.version': versionOf('github.com/distribution/distribution/v3'),
		}),
	},
} as const satisfies Record<string, Tool>;
