import packageJson from '../package.json' with {type: 'json'};
import {run} from './commands/run.ts';
import {openTerminal} from './commands/terminal.ts';

// The engine and all that it needs is loaded when a verb asks for it: `--help` doesn't wait for it.
const terminal = openTerminal(process);
const code = await run(process.argv.slice(2), {
	...terminal,
	version: packageJson.version,
	createEngine: async options => {
		const {createLocalEngine} = await import('./wiring.ts');
		return createLocalEngine(options);
	},
	startSession: async options => {
		const {roomy, startLastingSession} = await import('./start-session.ts');
		return startLastingSession(options, roomy);
	},
	diagnose: async options => {
		const {openDoctor} = await import('./open-doctor.ts');
		return openDoctor(options, terminal.signal);
	},
	openInterface: async options => {
		const {openInterface} = await import('./open-interface.ts');
		return openInterface(options, terminal);
	},
	openDemo: async () => {
		const {openDemo} = await import('./open-demo.ts');
		return openDemo(terminal);
	},
	startSandbox: async options => {
		const {openSandbox} = await import('./open-sandbox.ts');
		return openSandbox(options);
	},
});

// What is still open (a pooled connection, a mirror's reader) must not keep the process once the answer is written.
process.stdout.write('', () => process.exit(code));
