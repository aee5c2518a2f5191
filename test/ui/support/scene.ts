import type {Answer} from '../../../source/model/question.ts';
import {emptyBoard, type Reply} from '../../../source/state/board.ts';
import type {Effect, Scene, Screen} from '../../../source/ui/screen.ts';
import {now, sampleHello} from './samples.ts';

type Known = Partial<Omit<Scene, 'reply'>> & {
	/** Of each kind of question, what is answered to it. */
	readonly answers?: readonly Answer[];
	readonly refusal?: Reply['refusal'];
};

/** What a screen sees, 80x24. */
export function fakeScene({answers = [], refusal, ...rest}: Known = {}): Scene {
	return {
		board: {...emptyBoard, engine: {kind: 'live'}, hello: sampleHello()},
		reply(question) {
			const answer = answers.find(({kind}) => kind === question.kind);
			return {...(answer ? {answer} : {}), ...(refusal ? {refusal} : {})};
		},
		now,
		width: 80,
		height: 19,
		by: 'ada@desk',
		isReadOnly: false,
		isHeld: false,
		...rest,
	};
}

/** Presses keys one after another; what the last one leads to. */
export function press(screen: Screen, scene: Scene, keys: readonly string[]): readonly Effect[] {
	return keys.reduce<readonly Effect[]>((_, key) => {
		const binding = screen.bindings.find(({keys}) => keys.includes(key));
		if (!binding) {
			throw new Error(`nothing is bound to ${key}`);
		}

		return binding.run(scene);
	}, []);
}
