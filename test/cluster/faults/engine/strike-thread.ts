import {until} from '../../support/until.ts';

type Sent = {readonly id?: number; readonly method?: string; readonly params?: {readonly sessionId?: string}};

/**
 * Runs an expression in the engine's thread of a program that was started with `--inspect=127.0.0.1:0`, through the
 * inspector that every Node has. `printed` gives what the program said so far: the inspector's address is in it.
 */
export async function strikeThread(printed: () => string, expression: string): Promise<void> {
	const url = await until(
		'the inspector listens',
		() => /Debugger listening on (ws:\/\/\S+)/.exec(printed())?.[1] ?? false,
	);
	const socket = new WebSocket(url);
	const {promise: threadOf, resolve: found, reject} = Promise.withResolvers<string>();
	socket.addEventListener('error', () => reject(new Error(`no inspector at ${url}`)));
	socket.addEventListener('message', ({data}) => {
		const {method, params}: Sent = JSON.parse(String(data));
		if (method === 'NodeWorker.attachedToWorker' && params?.sessionId !== undefined) {
			found(params.sessionId);
		}
	});
	socket.addEventListener('open', () => {
		socket.send(JSON.stringify({id: 1, method: 'NodeWorker.enable', params: {waitForDebuggerOnStart: false}}));
	});
	try {
		const sessionId = await threadOf;
		// Later, so that the thread has answered before it is struck.
		const evaluation = {id: 1, method: 'Runtime.evaluate', params: {expression: `setTimeout(() => {${expression}})`}};
		const params = {sessionId, message: JSON.stringify(evaluation)};
		const answered = new Promise<void>(resolve => {
			socket.addEventListener('message', ({data}) => {
				if (String(data).includes('NodeWorker.receivedMessageFromWorker')) {
					resolve();
				}
			});
		});
		socket.send(JSON.stringify({id: 2, method: 'NodeWorker.sendMessageToWorker', params}));
		await answered;
	} finally {
		socket.close();
	}
}
