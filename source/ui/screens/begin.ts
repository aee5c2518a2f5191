import {count} from '../../model/count.ts';
import type {Hello} from '../../model/protocol.ts';
import {type Line, line} from '../line.ts';
import {none} from '../list.ts';
import type {Binding, Effect, Scene, Screen} from '../screen.ts';

/** At start: names what is going to be written to, and waits for a person's word. */
export class Begin implements Screen {
	readonly place = {kind: 'begin'} as const;
	readonly crumb = 'start';
	readonly isOverlay = true;
	readonly bindings: readonly Binding[] = [
		{
			keys: ['enter', 'y'],
			hint: 'start',
			help: 'let automated applications be written',
			mutates: true,
			run: scene => this.#start(scene),
		},
		{keys: ['esc', 'q', 'n'], hint: 'only look', help: 'write nothing automatically for now', run: onlyLook},
	];
	/** What was on the screen. */
	#shown: Hello | undefined;

	asks(): readonly never[] {
		return [];
	}

	title({board: {hello}}: Scene): Line {
		return line(`Start on ${hello?.context ?? '…'}`);
	}

	lines({board: {hello}, height, isHeld}: Scene): readonly Line[] {
		if (!hello) {
			return [line(['busy', 'Reading applications and the kubeconfig …'])];
		}

		if (!isHeld) {
			return [line('Automated applications are written.'), line(['dim', 'Esc closes.'])];
		}

		this.#shown = hello;
		const automated = hello.applications.filter(({policy}) => policy.automated);
		const room = Math.max(1, height - 8);
		const named = automated.slice(0, room).map(({name, context, policy}) => {
			const switches = ['auto-sync', ...(policy.prune ? ['prune'] : []), ...(policy.selfHeal ? ['self-heal'] : [])];
			const elsewhere = context === hello.context ? '' : ` on ${context}`;
			return line('  ', ['strong', name], elsewhere, ['dim', `  ${switches.join(', ')}`]);
		});
		const more = automated.length - named.length;
		return [
			line('Context  ', ['strong', hello.context]),
			line('Server   ', hello.server),
			line(''),
			...cutOffLines(hello.cutOff),
			automated.length === 0
				? line(
						hello.cutOff.length === 0
							? 'No application is automated: nothing is written without your approval.'
							: 'No application is automated: nothing else is written without your approval.',
					)
				: line(
						`${count(automated.length, 'application')} of ${hello.applications.length} ${automated.length === 1 ? 'is' : 'are'} automated and will be written:`,
					),
			...named,
			...(more > 0 ? [line(['dim', `  and ${more} more`])] : []),
			...hello.remarks.slice(0, 2).map(remark => line(['warning', remark])),
			line(''),
			line(['key', 'Enter'], ' starts    ', ['key', 'Esc'], ' only looks: nothing is written before ', [
				'key',
				':begin',
			]),
		];
	}

	/** Nobody can have agreed to a context, or to applications, that were not on the screen. */
	#start({board: {hello}, isHeld}: Scene): readonly Effect[] {
		if (!isHeld) {
			return [{kind: 'back'}];
		}

		return hello && hello === this.#shown ? [{kind: 'begin'}, {kind: 'back'}] : none;
	}
}

function onlyLook({board, isHeld}: Scene): readonly Effect[] {
	const text = 'only looking: nothing is written automatically before :begin';
	return board.hello && isHeld ? [{kind: 'back'}, {kind: 'tell', tone: 'info', text}] : [{kind: 'back'}];
}

function cutOffLines(apps: readonly string[]): readonly Line[] {
	const named = `${apps.slice(0, 5).join(', ')}${apps.length > 5 ? ` and ${apps.length - 5} more` : ''}`;
	return apps.length === 0 ? [] : [line(['warning', `What was approved and cut off is resumed: ${named}`])];
}
