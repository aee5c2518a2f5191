import {yamlText} from '../text/yaml.ts';
import {applicationOf} from './application.ts';
import {commonFlags} from './arguments/flags.ts';
import {exitCodes} from './exit-codes.ts';
import {reportProblems} from './problems.ts';
import {jsonDocument} from './text/json.ts';
import type {Context, Verb} from './verb.ts';

export const render: Verb = {
	name: 'render',
	summary: 'Print the objects that an application declares, in the order of application',
	details: [
		'Values of Secrets are masked. Problems go to stderr, and make the exit code 1.',
		'For now it needs the cluster, which says what kinds there are and which of them have namespaces.',
	],
	takesApplication: true,
	flags: commonFlags,
	outputs: ['yaml', 'json'],
	run: runRender,
};

async function runRender(context: Context): Promise<number> {
	const engine = await context.engine();
	const app = applicationOf(context, engine);
	const {manifests, problems} = await engine.render(app, context.signal);
	context.out(
		context.flags.output === 'json'
			? jsonDocument(manifests)
			: manifests.map(manifest => yamlText(manifest, {isSorted: false})).join('---\n'),
	);
	reportProblems(context, problems);
	return problems.length === 0 ? exitCodes.done : exitCodes.failed;
}
