import type {Json, JsonObject} from './json.ts';
import type {Origin, ResourceId} from './resource.ts';

export type Phase = 'PreSync' | 'Sync' | 'PostSync' | 'SyncFail';

/** One field that a change sets, alters or removes. An absent side is left out. Values of Secrets are masked. */
export type FieldChange = {
	/** As in Kustomize: `spec.template.spec.containers.[name=web].image`. */
	readonly path: string;
	readonly before?: Json;
	readonly after?: Json;
	/** Who owns the live value besides us: `kubectl-edit (Update)`. */
	readonly managers: readonly string[];
	/** Neither Git nor the live object says so: a default or an admission webhook adds it. Shown, and not part of the digest. */
	readonly isFromServer?: true;
};

/** Why a change needs a person's word even where the application is automated. */
export type Consent = 'adopt' | 'take-over' | 'prune-data' | 'prune-many';

/** What one object needs. `before` and `after` are whole objects with Secrets masked, for text diffs; an absent side is left out. */
export type Change = {
	readonly op: 'create' | 'update' | 'replace' | 'delete';
	readonly id: ResourceId;
	readonly phase: Phase;
	readonly wave: number;
	readonly fields: readonly FieldChange[];
	readonly before?: JsonObject;
	readonly after?: JsonObject;
	/** In words for people: `adopts an object that trueup did not make`. */
	readonly risks: readonly string[];
	readonly consents: readonly Consent[];
	/** Hash over op, before and after: what an approval of this change binds to. */
	readonly digest: string;
	/** The live version that it was compared with; empty where the object is not there. */
	readonly seen: {readonly uid: string; readonly resourceVersion: string};
	readonly origin?: Origin;
	/** Why this user may not make it; it is shown, and never made. */
	readonly forbidden?: string;
};
