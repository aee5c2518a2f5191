import {parentPort} from 'node:worker_threads';

// A thread that says what it hears, and dies or hangs when it is told to.
const port = parentPort;
port?.postMessage({kind: 'hello', hello: {context: 'test'}});
port?.on(
	'message',
	(intent: {readonly kind: string; readonly id?: number; readonly isLive?: boolean; readonly app?: string}) => {
		switch (intent.kind) {
			case 'ping':
				port.postMessage({kind: 'pong'});
				break;
			case 'stop':
				port.close();
				break;
			case 'refresh':
				if (intent.app === 'die') {
					throw new Error('the thread broke');
				}

				// Hangs for good, as a loop without an end does.
				for (;;) {}
			case 'begin':
				port.postMessage({kind: 'rows', seq: 1, upserts: [], deletes: ['begun']});
				break;
			case 'ask':
				if (intent.isLive) {
					port.postMessage({kind: 'answer', id: intent.id, answer: {kind: 'history', value: []}});
				}

				break;
			default:
				break;
		}
	},
);
