// A program at a terminal, for terminal.test.ts: what it does is its argument.
import {openTerminal} from '../../../source/commands/terminal.ts';

const terminal = openTerminal(process);

switch (process.argv[2] ?? '') {
	case 'ask': {
		const answer = await terminal.ask('sure? ');
		terminal.out(`${answer ?? 'nobody'}\n`);
		break;
	}

	case 'wait': {
		const hold = setInterval(() => undefined, 1000);
		terminal.signal.addEventListener('abort', () => terminal.out('asked to end\n'));
		process.stdin.once('data', () => clearInterval(hold));
		process.stdin.unref();
		terminal.out('ready\n');
		break;
	}

	case 'write': {
		terminal.signal.addEventListener('abort', () => {
			terminal.err('the reader is gone\n');
			process.exit(0);
		});
		setInterval(() => terminal.out('line\n'), 1);
		break;
	}

	case 'result': {
		terminal.out('result\n');
		terminal.out('more\n');
		process.stdout.write('', () => process.exit(0));
		break;
	}

	default:
		terminal.out(`${JSON.stringify({...terminal.isTerminal, width: terminal.width, by: terminal.by})}\n`);
}
