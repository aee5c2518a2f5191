import {expect, test} from 'vitest';
import {type Json, type JsonObject, listAt, objectAt, textAt} from '../../../source/sandbox/objects/json.ts';
import {comparable, recorded, titled} from './support/recorded.ts';
import {type Answer, type Request, SmallServer} from './support/small-server.ts';

const verbs = ['create', 'update', 'apply', 'json', 'merge', 'smp'] as const;

function requestOf(step: Json): Request {
	const fields = objectAt(step) ?? {};
	return {
		verb: verbs.find(verb => verb === fields.verb) ?? 'create',
		manager: textAt(step, 'as') ?? '',
		body: fields.body ?? null,
		force: fields.force === true,
		subresource: textAt(step, 'sub') ?? '',
		fieldValidation: fields.fv === 'Ignore' ? 'Ignore' : 'Strict',
	};
}

function told(answer: Answer) {
	return answer.kind === 'stored'
		? {object: comparable(answer.object)}
		: {code: answer.refusal.code, message: withoutOrder(answer.refusal.message)};
}

function expected(step: Json) {
	const fields = objectAt(step) ?? {};
	const answer = objectAt(fields, 'answer') ?? {};
	return typeof fields.status === 'number' && fields.status < 300
		? {object: comparable(answer)}
		: {code: fields.status, message: withoutOrder(textAt(answer, 'message') ?? '')};
}

// Patched objects are told of as text, whose fields the real one writes in an order of its own.
function withoutOrder(message: string): string {
	return message.replace(/Invalid value: "\{.*\}":/s, 'Invalid value: {}:');
}

/** Sequences of requests to one object, and what a real control plane made of each. */
test.for(titled(recorded('sequences')))('%s', ([, sequence]: [string, JsonObject]) => {
	const server = new SmallServer(textAt(sequence, 'gv') ?? '', textAt(sequence, 'kind') ?? '');
	for (const [index, step] of listAt(sequence, 'steps').entries()) {
		const answer = server.answer(requestOf(step));
		expect({index, ...told(answer)}).toEqual({index, ...expected(step)});
		if (answer.kind === 'stored' && index > 0) {
			expect({index, isChanged: answer.isChanged}).toEqual({index, isChanged: objectAt(step)?.changed});
		}
	}
});
