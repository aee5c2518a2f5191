import {failureAnswer, inYaml} from './answer/answers.ts';
import {type Failure, Refused, unauthorized} from './answer/refused.ts';
import {type AuditLine, auditLine} from './audit.ts';
import {bootstrap} from './bootstrap.ts';
import {answerOther} from './discovery/other.ts';
import type {Answer, Handler, Request} from './handler.ts';
import {EventLife} from './kinds/event.ts';
import {Allocator} from './kinds/service.ts';
import {Registry} from './registry.ts';
import {formOf, prefersYaml} from './request/accept.ts';
import {readQuery} from './request/query.ts';
import {type Target, targetOf} from './request/target.ts';
import type {HistoryLimit} from './store/collection.ts';
import {Store} from './store/store.ts';
import type {Cluster} from './verbs/context.ts';
import {answerObjects} from './verbs/objects.ts';

export type ServerOptions = {
	/** What time it is: of time stamps, not of how long watches last. */
	readonly now?: () => Date;
	/** PEM; what pods would find in kube-root-ca.crt. */
	readonly ca?: string;
	readonly history?: HistoryLimit;
	/** Hears of each request from outside, when it is answered. */
	readonly audit?: (line: AuditLine) => void;
	/** Where it will be served, as the Service `kubernetes` has it. */
	readonly port?: number;
};

export type ApiServer = {
	readonly handler: Handler;
	/** Forgets all of the past: watches and pages that resume before now find their version expired. */
	compact(): void;
};

/** A Kubernetes API in memory. */
export function createServer({
	now = () => new Date(),
	ca = '',
	history,
	audit,
	port = 6443,
}: ServerOptions = {}): ApiServer {
	const cluster: Cluster = {
		registry: new Registry(),
		store: new Store(history),
		now,
		ca,
		allocator: new Allocator(),
		eventLife: new EventLife(),
	};
	bootstrap(cluster, port);
	return {
		handler(request) {
			const {answer, target} = answerSafely(cluster, request);
			audit?.(auditLine(request, answer, target));
			return prefersYaml(request.accept) ? inYaml(answer) : answer;
		},
		compact: () => cluster.store.compact(),
	};
}

type Answered = {readonly answer: Answer; readonly target: Target | undefined};

function answerSafely(cluster: Cluster, request: Request): Answered {
	let target: Target | undefined;
	try {
		const asked = readTarget(cluster, request);
		target = asked.target;
		return {answer: answer(cluster, request, asked), target};
	} catch (error) {
		return {answer: failureAnswer(error instanceof Refused ? error.failure : internal(error)), target};
	}
}

/** A bug of the sandbox must not end it: who asked is told. */
function internal(error: unknown): Failure {
	const message = `Internal error occurred: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
	return {code: 500, reason: 'InternalError', message};
}

type Where = {readonly target: Target; readonly parameters: URLSearchParams};

function readTarget({registry}: Cluster, request: Request): Where {
	if (request.user === undefined) {
		throw unauthorized();
	}

	const mark = request.path.indexOf('?');
	const pathname = mark < 0 ? request.path : request.path.slice(0, mark);
	const parameters = new URLSearchParams(mark < 0 ? '' : request.path.slice(mark + 1));
	return {target: targetOf(pathname, registry), parameters};
}

function answer(cluster: Cluster, request: Request, {target, parameters}: Where): Answer {
	if (target.kind !== 'objects') {
		return answerOther(cluster, request, target);
	}

	const query = readQuery(request.method, parameters);
	const isList = request.method === 'GET' && target.name === '';
	const form = formOf(request.accept, parameters, isList);
	return answerObjects({cluster, request, target, query, form});
}
