import type {Intent} from '../model/protocol.ts';
import type {Question} from '../model/question.ts';
import type {Board, Reply} from '../state/board.ts';
import type {Line} from './line.ts';
import type {Place} from './place.ts';

/** What a screen sees of the world while it draws and while a key is handled. */
export type Scene = {
	readonly board: Board;
	/** What is known of a question; asks nothing. Empty while the answer is on its way. */
	reply(question: Question): Reply;
	/** Milliseconds since 1970. */
	readonly now: number;
	/** Cells of the screen's own part. */
	readonly width: number;
	readonly height: number;
	/** Who sits here: `user@host`. */
	readonly by: string;
	readonly isReadOnly: boolean;
	/** Nothing automated is written before a person confirms. */
	readonly isHeld: boolean;
};

export type Tone = 'good' | 'bad' | 'info';

/** What stands at the bottom for a while. */
export type Told = {readonly tone: Tone; readonly text: string};

/** What a key leads to. */
export type Effect =
	| {readonly kind: 'go'; readonly place: Place}
	/** Instead of this screen. */
	| {readonly kind: 'replace'; readonly place: Place}
	/** To that place alone: there is no way back from it. */
	| {readonly kind: 'home'; readonly place: Place}
	| {readonly kind: 'back'}
	| {readonly kind: 'send'; readonly intent: Intent}
	/** Asks once; what comes back, or why nothing does, leads on. It may come while the question is being sent. */
	| {
			readonly kind: 'ask';
			readonly question: Question;
			readonly onReply: (reply: Reply) => readonly Effect[];
	  }
	/** A line at the bottom of the screen. */
	| ({readonly kind: 'tell'} & Told)
	/** To the terminal's clipboard. `what` names it in what is told then: `copied the message`. */
	| {readonly kind: 'copy'; readonly text: string; readonly what: string}
	| {readonly kind: 'begin'}
	/** The same applications in another context of the kubeconfig. */
	| {readonly kind: 'context'; readonly context: string}
	| {readonly kind: 'prompt'; readonly prompt: 'filter' | 'command'}
	| {readonly kind: 'suspend'}
	| {readonly kind: 'redraw'}
	| {readonly kind: 'quit'};

/** One thing that a person can do, and the keys for it. The help and the hints come from here. */
export type Binding = {
	/** As `keys.ts` of the terminal names them. The first is the one that is shown. */
	readonly keys: readonly string[];
	/** A word or two, for the line of hints; left out of it where absent. */
	readonly hint?: string;
	/** For the help, as a sentence without its full stop. */
	readonly help: string;
	/** Writes to the cluster or to the state: not offered where nothing may be written. */
	readonly mutates?: true;
	run(scene: Scene): readonly Effect[];
};

/** One full screen, or an overlay on one. Holds its own cursor and settings; everything else it sees in the scene. */
export type Screen = {
	readonly place: Place;
	/** For the breadcrumbs. */
	readonly crumb: string;
	readonly isOverlay?: true;
	readonly bindings: readonly Binding[];
	/** Asked for as long as the screen is open, and answered anew when it changes. */
	asks(): readonly Question[];
	/** Over the lines: what this is, and how many. */
	title(scene: Scene): Line;
	/** At most `scene.height`. */
	lines(scene: Scene): readonly Line[];
	/** What `/` sets, where there is something to filter or to search. */
	filter?: string;
	/** Takes keys before any binding does, for what is typed as text. Undefined where the key is not meant for it. */
	type?(key: string, scene: Scene): readonly Effect[] | undefined;
	/** Text that was pasted. */
	paste?(text: string): void;
	/** Leaves a mode of the screen; true where there was one to leave. Asked before the screen is closed. */
	escape?(): boolean;
};
