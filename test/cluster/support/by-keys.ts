import type {Person} from './keyboard.ts';

/** Fills the fields of a new application by their labels, in the order of the form. */
export async function fill(person: Person, fields: Readonly<Record<string, string>>): Promise<void> {
	person.press('n');
	await person.sees('New application', /^> name/m);
	for (const [label, value] of Object.entries(fields)) {
		await moveTo(person, label);
		if (value === ' ') {
			person.press('space');
			await person.sees(new RegExp(`^> ${label} +\\[x\\]`, 'm'));
		} else {
			person.type(value);
			await person.sees(new RegExp(`^> ${label} .*${value.slice(-12)}`, 'm'));
		}
	}
}

async function moveTo(person: Person, label: string): Promise<void> {
	for (;;) {
		const [, current] = /^> (\S+)/m.exec(await person.sees(/^> \S+/m)) ?? [];
		if (current === label) {
			return;
		}

		person.press('tab');
		await person.seesNoMore(new RegExp(`^> ${current}\\b`, 'm'));
	}
}

/** Approves all that the plan has and syncs, from a screen of the application; ends where it began. */
export async function sync(person: Person): Promise<void> {
	person.press('s');
	await person.sees('Plan of', 'awaiting approval', '[ ]');
	person.press('A');
	await person.seesNoMore('[ ]');
	person.press('s');
	await person.sees('Confirm the sync', 'Context');
	person.press('enter');
	await person.sees('Reconcile loop', /finished +succeeded/);
	person.press('esc');
	await person.sees('nothing to do');
	person.press('esc');
	await person.seesNoMore('nothing to do');
}

/** Turns a switch on, once what that means is on the screen; ends where it began. */
export async function turnOn(person: Person, key: string, name: string): Promise<void> {
	person.press('o');
	await person.sees('Switches of', new RegExp(`<${key}> ${name} +off`));
	person.press(key);
	await person.sees(`Turn ${name} on?`, 'y turns it on');
	person.press('y');
	await person.sees(new RegExp(`<${key}> ${name} +on`));
	person.press('esc');
	await person.seesNoMore('Switches of');
}
