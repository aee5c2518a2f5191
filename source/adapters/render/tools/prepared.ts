import type {Problem} from '../../../model/problem.ts';
import type {Attribute} from '../collect-manifests.ts';
import type {Pace} from '../pace.ts';
import type {SopsFormat} from '../sops/format.ts';
import type {Tool, ToolName} from './find-tool.ts';
import type {Sees} from './settings.ts';
import type {WorkspaceFile} from './workspace.ts';

/** A file of a commit, and the path at which the program is to find it. */
export type Input = {
	readonly path: string;
	readonly id: string;
	readonly size: number;
	/** The ways in which the program reads it; absent for what it reads as Git has it. */
	readonly readAs?: readonly Way[];
	/** Whether it is code to the program, which was looked through as Git has it: decrypted, it has to be plain JSON. */
	readonly isCode?: boolean;
};

/** Decrypted, where SOPS has encrypted it in that format; or as Git has it, be it encrypted or not. */
export type Way = SopsFormat | 'as it is';

/** A render by a program that is ready to be run: equal inputs and options of one version give equal manifests. */
export type Prepared = {
	/** The first of these that is there does it; none for a plugin. */
	readonly tools: readonly ToolName[];
	/** The one that an application asks for; the usual one where absent. */
	readonly version?: string;
	readonly plugin?: DeclaredPlugin;
	/** Everything that it may read. */
	readonly inputs: readonly Input[];
	/** Files that stand in place of what Git has. */
	readonly replaced: ReadonlyMap<string, string>;
	/** What a problem of it is told of, where it names no file itself: `apps/web/kustomization.yaml`. */
	readonly where: string;
	/** Words of the program that blame a field of the application's manifest, or a file; none where absent. */
	readonly fields?: ReadonlyMap<string, string>;
	/** What it is run with, in the folder that has the files. */
	arguments(tool: Tool): readonly string[];
	/** What it prints as documents; as it is where this is not given. */
	documentsIn?(output: string): Output;
	/** Reads where objects come from out of the output as a whole, and of what it was made. */
	attributionOf(output: string, files: readonly WorkspaceFile[], pace: Pace): Attribute | Promise<Attribute>;
	/** See `Printed.name`. */
	readonly printed?: string;
	/** Which of its files it means by the paths in its messages, where it has its own way to write them. */
	pathsIn?(files: readonly WorkspaceFile[]): (told: string) => string | undefined;
	/** What a person should know of the files, though it holds nothing back. */
	remarksOn(
		files: readonly WorkspaceFile[],
		output: string,
		pace: Pace,
	): readonly string[] | Promise<readonly string[]>;
};

/** Commands that the person who runs trueup has declared. */
export type DeclaredPlugin = {
	readonly name: string;
	/** A path, or a name on the PATH. */
	readonly program: string;
	/** Run before; empty for nothing. */
	readonly init: readonly string[];
	/** Where they are run. */
	readonly folder: string;
	readonly variables: Readonly<Record<string, string>>;
	readonly sees?: Sees;
};

/** Documents, or why what was printed holds none. */
export type Output = {readonly text: string} | {readonly problem: string};

export type Preparation = Prepared | {readonly problems: readonly Problem[]};
