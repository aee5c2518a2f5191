import {runTool} from '../../../../source/adapters/render/tools/run-tool.ts';
import {createWorkspace} from '../../../../source/adapters/render/tools/workspace.ts';

// Runs a program in a folder that must not outlive this process, until somebody kills both.
await using place = await createWorkspace([{path: 'a.txt', content: 'a'}]);
const {folder, tree: cwd, home} = place;
const script = 'echo started > "$HOME/started"; sleep 600';
process.stdout.write(`${folder}\n`);
await runTool({program: '/bin/sh', args: ['-c', script], cwd, home, fleeting: folder}, new AbortController().signal);
