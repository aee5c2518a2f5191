import {noKeys, type SopsSettings} from '../sops/settings.ts';
import type {ToolName} from './find-tool.ts';

/** What the person who runs trueup has declared of the programs that render; no repository can. */
export type ToolSettings = {
	readonly tools: {readonly [name in ToolName]?: PinnedTool | undefined};
	/** By the name that an application's `plugin` has. */
	readonly plugins: Readonly<Record<string, Plugin>>;
	/** Where the keys are with which files are decrypted. */
	readonly sops: SopsSettings;
};

export type PinnedTool = {
	/** In place of the one on the PATH. */
	readonly path?: string | undefined;
	/** The one that it has to be; any where absent. */
	readonly version?: string | undefined;
	/** Others, for applications that name their version. */
	readonly versions: Readonly<Record<string, string>>;
	readonly sees?: Sees;
};

/** Files and folders of this machine that a program may read besides itself and what the system has of programs; `/` for all. */
export type Sees = readonly string[] | undefined;

export type Plugin = {
	/** Run before, for what it leaves in the folder; empty for nothing. */
	readonly init: readonly string[];
	readonly generate: readonly string[];
	/** Files and folders from the top of the repository that it reads besides the application's; everything where absent. */
	readonly reads?: readonly string[] | undefined;
	readonly sees?: Sees;
};

export const noSettings: ToolSettings = {tools: {}, plugins: {}, sops: noKeys};
