import type {Hello} from '../../model/protocol.ts';
import type {Draft, Preview} from '../../model/question.ts';
import type {Span} from '../line.ts';
import {TextInput} from '../text-input.ts';
import {
	draftOf,
	type Field,
	type Flags,
	fields,
	fileOf,
	mistakeOf,
	nextContext,
	noFlags,
	type Texts,
} from './fields.ts';

/** What is typed into the form, field by field. */
export class Entry {
	readonly #inputs = {
		name: new TextInput(),
		project: new TextInput(),
		repository: new TextInput(),
		revision: new TextInput(),
		path: new TextInput(),
		cluster: new TextInput(),
		namespace: new TextInput(),
		file: new TextInput(),
	};
	/** What the engine objected to, by field, until the field is changed. */
	readonly #objections = new Map<string, string>();
	/** Nobody is told that a field is wrong before they have left it. */
	readonly #left = new Set<string>();
	#flags: Flags = noFlags;
	#at = 0;

	get current(): Field {
		return fields[this.#at] ?? {kind: 'text', name: 'name', label: 'name', help: ''};
	}

	get texts(): Texts {
		const {name, project, repository, revision, path, cluster, namespace, file} = this.#inputs;
		return {
			name: name.text,
			project: project.text,
			repository: repository.text,
			revision: revision.text,
			path: path.text,
			cluster: cluster.text,
			namespace: namespace.text,
			file: file.text,
		};
	}

	get flags(): Flags {
		return this.#flags;
	}

	/** Names its cluster: a manifest that goes wherever the next session happens to be would surprise somebody. */
	draft(hello: Hello | undefined): Draft {
		const {texts} = this;
		return draftOf({...texts, cluster: texts.cluster.trim() || (hello?.context ?? '')}, this.#flags);
	}

	/** Whether there is anything to lose. */
	get isTouched(): boolean {
		return Object.values(this.texts).some(text => text !== '') || Object.values(this.#flags).some(Boolean);
	}

	file(hello: Hello | undefined): string {
		return fileOf(this.texts, hello);
	}

	move(by: number): void {
		this.#left.add(this.current.name);
		this.#at = (this.#at + by + fields.length) % fields.length;
	}

	/** True where the key was meant for the field. A switch takes no letters, and lets none through to other keys. */
	type(key: string): boolean {
		const field = this.current;
		if (field.kind === 'text') {
			this.#objections.delete(field.name);
			return this.#inputs[field.name].press(key);
		}

		if (key === 'space') {
			this.#objections.delete(field.name);
			this.#flags = {...this.#flags, [field.name]: !this.#flags[field.name]};
		}

		return key.length === 1 || key === 'space';
	}

	paste(text: string): void {
		const {kind, name} = this.current;
		if (kind === 'text') {
			this.#objections.delete(name);
			this.#inputs[name].insert(text.trim());
		}
	}

	/** Puts the next of these into the field of the cluster. */
	offer(contexts: readonly string[]): void {
		const {cluster} = this.#inputs;
		this.#at = fields.findIndex(({name}) => name === 'cluster');
		this.#objections.delete('cluster');
		cluster.text = nextContext(cluster.text, contexts);
	}

	object(problems: Preview['problems']): void {
		this.#objections.clear();
		for (const {where, message} of problems) {
			this.#objections.set(where, message);
		}
	}

	/** Marks what is wrong and goes to the first of it; true where nothing is. */
	check(taken: readonly string[]): boolean {
		for (const {name} of fields) {
			this.#left.add(name);
		}

		const wrong = fields.findIndex(
			({kind, name}) => kind === 'text' && mistakeOf(name, this.texts, taken) !== undefined,
		);
		this.#at = wrong < 0 ? this.#at : wrong;
		return wrong < 0;
	}

	mistake(field: Field, taken: readonly string[]): string | undefined {
		const objection = this.#objections.get(field.name);
		if (field.kind === 'switch' || !this.#left.has(field.name)) {
			return objection;
		}

		return mistakeOf(field.name, this.texts, taken) ?? objection;
	}

	/** What stands in the field, with the cursor where it is the current one. */
	spans(field: Field): readonly Span[] {
		const isCurrent = field.name === this.current.name;
		if (field.kind === 'switch') {
			return [[isCurrent ? 'cursor' : 'plain', this.#flags[field.name] ? '[x]' : '[ ]']];
		}

		return isCurrent ? this.#inputs[field.name].spans() : [this.#inputs[field.name].text];
	}
}
