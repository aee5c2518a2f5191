import type {Json} from '../../../model/json.ts';
import type {Problem} from '../../../model/problem.ts';
import type {TreeEntry} from '../../git/tree.ts';
import type {Attribute} from '../collect-manifests.ts';
import type {Tool, ToolName} from './find-tool.ts';

/** A render by a program that is ready to be run: equal inputs and options of one version give equal manifests. */
export type Prepared = {
	/** The first of these that is there does it. */
	readonly tools: readonly ToolName[];
	/** Everything that it may read. */
	readonly entries: readonly TreeEntry[];
	/** What else its output depends on. */
	readonly options: Json;
	/** Files that stand in place of what Git has. */
	readonly replaced: ReadonlyMap<string, string>;
	/** What a problem of it is told of, where it names no file itself: `apps/web/kustomization.yaml`. */
	readonly where: string;
	/** The arguments, where the files are in the folder `tree`. */
	arguments(tool: Tool, tree: string): readonly string[];
	/** Where an object comes from; takes away what was added to tell. */
	readonly attribute: Attribute;
};

export type Preparation = Prepared | {readonly problems: readonly Problem[]};
