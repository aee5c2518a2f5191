import {parse, stringify} from 'yaml';
import {type Application, folderSource, plainHelm} from '../../source/model/application.ts';
import {chartFiles} from '../../test/support/charts.ts';
import {overlayFiles} from '../../test/support/overlays.ts';
import {type Files, under} from '../../test/support/temporary-folder.ts';

export type Variant = 'kustomize' | 'helm' | 'plain';

const objects = 5;

/** So many applications of one repository, a folder each, of one variant. */
export function monorepo(variant: Variant, applications: number): Files {
	const folders = Array.from({length: applications}, (_, index) => under(nameOf(index), filesOf(variant)));
	return Object.assign({}, ...folders);
}

export function nameOf(index: number): string {
	return `app-${String(index).padStart(3, '0')}`;
}

function filesOf(variant: Variant): Files {
	switch (variant) {
		case 'kustomize':
			return asOneOfMany(overlayFiles({objects}));
		case 'helm':
			// A chart with hooks is not planned.
			return Object.fromEntries(
				Object.entries(chartFiles({templates: objects})).filter(([name]) => !name.startsWith('templates/hooks/')),
			);
		case 'plain':
			return Object.fromEntries(Object.entries(overlayFiles({objects})).filter(([name]) => /^base\/object/.test(name)));
	}
}

/** Without Secrets, with which a render is not kept on the disk, and without a namespace, which would be that of all. */
function asOneOfMany(files: Files): Files {
	const file = 'overlays/production/kustomization.yaml';
	const {secretGenerator: _, namespace: __, ...rest} = parse(files[file] ?? '');
	return {...files, [file]: stringify(rest)};
}

/** What a commit writes that changes what one application declares; another text for another number. */
export function change(variant: Variant, index: number, number: number): Files {
	const app = nameOf(index);
	switch (variant) {
		case 'kustomize':
			return {[`${app}/overlays/production/app.properties`]: `colour=${number}\n`};
		case 'helm':
			return {[`${app}/values.yaml`]: `${chartFiles()['values.yaml']}changed: "${number}"\nreplicas: ${number}\n`};
		case 'plain':
			return {
				[`${app}/base/object-03.yaml`]: `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: object-03}\ndata: {number: "${number}"}\n`,
			};
	}
}

const folders: Readonly<Record<Variant, string>> = {kustomize: '/overlays/production', helm: '', plain: '/base'};

/** Watched only: each in a namespace of its own, because a variant's objects have the same names in all. */
export function applicationsOf(variant: Variant, applications: number, repository: string): readonly Application[] {
	return Array.from({length: applications}, (_, index) => {
		const name = nameOf(index);
		const path = `${name}${folders[variant]}`;
		const tool =
			variant === 'helm' ? ({kind: 'helm', ...plainHelm, skipTests: true} as const) : ({kind: 'detected'} as const);
		return {
			name,
			project: 'default',
			sources: [folderSource({repository, revision: 'main', path, tool})],
			destination: {cluster: '', namespace: name},
			policy: {automated: false, prune: false, selfHeal: false, createNamespace: true},
			origin: 'flags',
		};
	});
}
