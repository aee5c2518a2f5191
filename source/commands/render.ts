import {yamlText} from '../text/yaml.ts';
import {applicationOf} from './application.ts';
import {commonFlags} from './arguments/flags.ts';
import {exitCodes} from './exit-codes.ts';
import {reportProblems, reportRemarks} from './problems.ts';
import {jsonDocument} from './text/json.ts';
import {printedShape} from './text/shapes.ts';
import type {Context, Verb} from './verb.ts';

export const render: Verb = {
	name: 'render',
	summary: 'Print the objects that an application declares, in the order of application',
	details: [
		'Values of Secrets are masked. Problems go to stderr, and make the exit code 1; remarks go there too.',
		'The cluster says what kinds there are, and which of them have namespaces; without it, or with --offline,',
		'what Kubernetes says of its own kinds counts, and other objects keep the namespace that is written.',
	],
	takesApplication: true,
	needsNoCluster: true,
	flags: [...commonFlags, 'offline'],
	outputs: ['yaml', 'json'],
	run: runRender,
};

async function runRender(context: Context): Promise<number> {
	const engine = await context.engine();
	const app = applicationOf(context, engine);
	const {isOffline, output} = context.flags;
	const printed = await engine.render(app, {isOffline}, context.signal);
	context.out(
		output === 'json'
			? jsonDocument(printedShape(printed))
			: printed.manifests.map(manifest => yamlText(manifest, {isSorted: false})).join('---\n'),
	);
	reportProblems(context, printed.problems);
	reportRemarks(context, printed.remarks);
	return printed.problems.length === 0 ? exitCodes.done : exitCodes.failed;
}
