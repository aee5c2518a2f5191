import type {Answer} from './server.ts';

type Step = (value: Answer) => readonly Answer[];

const below = (value: Answer): readonly Answer[] =>
	typeof value === 'object' && value !== null ? Object.values(value) : [];
const fieldOf = (value: Answer, name: string): readonly Answer[] => (value?.[name] === undefined ? [] : [value[name]]);
const anywhere = (value: Answer, name: string): readonly Answer[] => [
	...fieldOf(value, name),
	...below(value).flatMap(one => anywhere(one, name)),
];

const steps: readonly {readonly pattern: RegExp; step(match: RegExpExecArray): Step}[] = [
	{
		pattern: /^\.\.([\w-]+)/,
		step:
			([, name = '']) =>
			value =>
				anywhere(value, name),
	},
	{
		pattern: /^\.([\w-]+)/,
		step:
			([, name = '']) =>
			value =>
				fieldOf(value, name),
	},
	{pattern: /^\[\*\]/, step: () => below},
	{
		pattern: /^\[(\d+)\]/,
		step:
			([, index = '']) =>
			value => [elementOf(value, Number(index))],
	},
	{
		pattern: /^\[\?\(@\.(\w+)=="([^"]*)"\)\]/,
		step:
			([, name = '', wanted]) =>
			value =>
				below(value).filter(one => one[name] === wanted),
	},
];

function elementOf(value: Answer, index: number): Answer {
	if (index >= value.length) {
		throw new Error(`error: array index out of bounds: index ${index}, length ${value.length}`);
	}

	return value[index];
}

function stepsOf(path: string): readonly Step[] {
	for (const {pattern, step} of steps) {
		const match = pattern.exec(path);
		if (match !== null) {
			return [step(match), ...stepsOf(path.slice(match[0].length))];
		}
	}

	if (path !== '') {
		throw new Error(`not understood by the tests' kubectl: JSONPath ${path}`);
	}

	return [];
}

/** What kubectl prints for a template such as `{.items[*].metadata.name}`: values with spaces between, and what is not text as JSON. */
export function printJsonPath(template: string, value: Answer): string {
	return template.replaceAll(/\{([^}]*)\}/g, (_, path: string) =>
		stepsOf(path)
			.reduce((values: readonly Answer[], step) => values.flatMap(step), [value])
			.map(one => (typeof one === 'string' ? one : JSON.stringify(one)))
			.join(' '),
	);
}
