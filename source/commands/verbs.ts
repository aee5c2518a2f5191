import {demo} from './demo.ts';
import {diff} from './diff.ts';
import {doctor} from './doctor.ts';
import {engine} from './engine.ts';
import {get} from './get.ts';
import {history} from './history.ts';
import {list} from './list.ts';
import {plan} from './plan.ts';
import {render} from './render.ts';
import {sandbox} from './sandbox.ts';
import {sync} from './sync.ts';
import type {Verb} from './verb.ts';
import {watch} from './watch.ts';

/** In the order of the help. */
export const verbs: readonly Verb[] = [
	list,
	get,
	render,
	diff,
	plan,
	sync,
	watch,
	engine,
	history,
	doctor,
	demo,
	sandbox,
];
