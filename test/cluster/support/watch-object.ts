import {type Program, startProgram} from '../../support/program.ts';
import {kubectlCommand} from '../kubectl.ts';
import type {SharedCluster} from './shared-cluster.ts';

/** Prints a line at each of an object's changes: `ADDED|MODIFIED|DELETED <uid> <the field>`. */
export function watchObject(
	cluster: SharedCluster,
	{kind, namespace, name, field}: {readonly [key in 'kind' | 'namespace' | 'name' | 'field']: string},
): Program {
	const format = `jsonpath={.type} {.object.metadata.uid} {.object${field}}{"\\n"}`;
	const {command, env} = kubectlCommand(cluster);
	const watching = ['--watch', '--output-watch-events', `--output=${format}`];
	return startProgram(command, ['get', kind, name, `--namespace=${namespace}`, ...watching], {env});
}
