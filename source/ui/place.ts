import type {ResourceId, ResourceKey} from '../model/resource.ts';

/** Where a person can be. Commands and keys lead to places; `screens.ts` makes a screen of one. */
export type Place =
	| {readonly kind: 'applications'}
	| {readonly kind: 'resources'; readonly app: string}
	/** The plan of an application: as a list of its changes, or stepping through their differences. */
	| {
			readonly kind: 'review';
			readonly app: string;
			readonly mode: 'plan' | 'diff';
			/** The change to begin with; the first where absent. */
			readonly resource?: ResourceKey;
	  }
	/** The last render of an application, with all that the program said. */
	| {readonly kind: 'render'; readonly app: string}
	| {readonly kind: 'object'; readonly app: string; readonly id: ResourceId}
	| {readonly kind: 'events'; readonly app: string; readonly id: ResourceId}
	| {readonly kind: 'logs'; readonly app: string; readonly id: ResourceId}
	/** The reconcile loop; of all applications where the name is empty. */
	| {readonly kind: 'stream'; readonly app: string}
	| {readonly kind: 'history'; readonly app: string}
	| {readonly kind: 'operation'; readonly app: string; readonly operation: number}
	| {readonly kind: 'switches'; readonly app: string}
	| {readonly kind: 'form'}
	| {readonly kind: 'contexts'}
	| {readonly kind: 'begin'}
	/** A text that is shown over what is there. */
	| {readonly kind: 'notice'; readonly title: string; readonly lines: readonly string[]}
	| {readonly kind: 'help'};
