import {Renderer} from '../../../../source/adapters/render/render.ts';
import {createToolbox} from '../../../../source/adapters/render/tools/find-tool.ts';
import {noSettings} from '../../../../source/adapters/render/tools/settings.ts';
import {commitOf, forever, requestOf, sourceOf} from '../support/files.ts';

// Renders by a plugin that never ends, until somebody kills this process.
const generate = ['sh', '-c', process.argv[2] ?? ''];
const settings = {...noSettings, plugins: {own: {init: [], generate}}};
const renderer = new Renderer({toolbox: createToolbox({PATH: '/bin'}, settings), settings});
const tool = {kind: 'plugin', name: 'own', env: [], parameters: []} as const;
await renderer.render(requestOf({...sourceOf(''), tool}, commitOf({'a.txt': 'a'})), forever);
