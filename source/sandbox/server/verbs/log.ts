import {listAt, textAt} from '../../objects/json.ts';
import {logLines} from '../../pod-log.ts';
import {textAnswer} from '../answer/answers.ts';
import {badRequest} from '../answer/refused.ts';
import type {Answer} from '../handler.ts';
import {flagOf, numberOf} from '../request/query.ts';
import {keyOf} from '../store/stored.ts';
import type {Asked} from './context.ts';
import {findObject} from './read.ts';

type Line = ReturnType<typeof logLines>[number];

const followEveryMs = 500;

/** What a container has written: `pods/log`. */
export function answerLog(asked: Asked): Answer {
	const container = containerOf(asked);
	const lines = chosen(asked, linesOf(asked, container));
	const shown = writer(asked);
	if (!flagOf(asked.query.parameters, 'follow')) {
		return textAnswer(200, limited(lines.map(shown).join(''), numberOf(asked.query.parameters, 'limitBytes')));
	}

	return {
		kind: 'stream',
		status: 200,
		headers: {'cache-control': 'no-cache, private', 'content-type': 'text/plain'},
		open(sink) {
			sink.write(lines.map(shown).join(''));
			let last = lines.at(-1)?.at ?? '';
			const timer = setInterval(() => {
				const {cluster, target} = asked;
				if (cluster.store.collection('pods').get(keyOf(target.namespace, target.name)) === undefined) {
					clearInterval(timer);
					sink.end();
					return;
				}

				const fresh = linesOf(asked, container).filter(({at}) => at > last);
				last = fresh.at(-1)?.at ?? last;
				if (fresh.length > 0) {
					sink.write(fresh.map(shown).join(''));
				}
			}, followEveryMs);
			return () => clearInterval(timer);
		},
	};
}

function writer({query}: Asked): (line: Line) => string {
	const hasTime = flagOf(query.parameters, 'timestamps');
	return ({at, text}) => `${hasTime ? `${at} ` : ''}${text}\n`;
}

function containerOf(asked: Asked): string {
	const {object, name} = findObject(asked);
	const all = ['containers', 'initContainers'].flatMap(field => listAt(object, 'spec', field));
	const names = all.map(one => textAt(one, 'name') ?? '');
	const asks = asked.query.parameters.get('container') ?? '';
	const main = listAt(object, 'spec', 'containers').map(one => textAt(one, 'name') ?? '');
	const [first = ''] = main;
	if (asks === '' && main.length > 1) {
		throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]`);
	}

	const container = asks || first;
	if (!names.includes(container)) {
		throw badRequest(`container ${container} is not valid for pod ${name}`);
	}

	const statuses = ['containerStatuses', 'initContainerStatuses'].flatMap(field => listAt(object, 'status', field));
	const waiting = textAt(
		statuses.find(one => textAt(one, 'name') === container),
		'state',
		'waiting',
		'reason',
	);
	const isWaiting = waiting !== undefined && linesOf(asked, container).length === 0;
	if (isWaiting) {
		const why = waiting === 'ContainerCreating' ? 'ContainerCreating' : `trying and failing to pull image`;
		throw badRequest(`container "${container}" in pod "${name}" is waiting to start: ${why}`);
	}

	return container;
}

function linesOf(asked: Asked, container: string): readonly Line[] {
	return logLines(findObject(asked).object, container, asked.cluster.now());
}

function chosen({query, cluster}: Asked, lines: readonly Line[]): readonly Line[] {
	const {parameters} = query;
	const seconds = numberOf(parameters, 'sinceSeconds');
	const since =
		seconds === undefined
			? parameters.get('sinceTime')
			: new Date(cluster.now().getTime() - seconds * 1000).toISOString();
	const recent = since === null ? lines : lines.filter(({at}) => Date.parse(at) >= Date.parse(since));
	const tail = numberOf(parameters, 'tailLines');
	return tail === undefined || tail < 0 ? recent : tail === 0 ? [] : recent.slice(-tail);
}

function limited(text: string, bytes: number | undefined): string {
	return bytes === undefined ? text : Buffer.from(text).subarray(0, bytes).toString();
}
