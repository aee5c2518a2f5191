import type {ControlPlane, Coordinates} from './kubectl.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/** The one that all files share. */
		cluster: Coordinates | ControlPlane;
	}
}
