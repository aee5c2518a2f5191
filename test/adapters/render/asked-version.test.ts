import {expect, test} from 'vitest';
import {Renderer} from '../../../source/adapters/render/render.ts';
import {createToolbox} from '../../../source/adapters/render/tools/find-tool.ts';
import {smallChart} from '../../support/chart-repository.ts';
import {commitOf, forever, requestOf, sourceOf} from './support/files.ts';

const digest = `sha256:${'a'.repeat(64)}`;

test.for([
	['1.1.0', ['Chart.yaml: the chart is published as 1.1.0, and says that it is 1.0.0']],
	['1.0.0', []],
	['v1.0.0', []],
	['1.0.0_build.5', []],
	['latest', []],
] as const)('A chart that is published under the tag %s says which version it is', async ([tag, expected]) => {
	const source = {...sourceOf('.'), chart: 'web'};
	const request = requestOf(source, commitOf(smallChart('web', '1.0.0')));
	const renderer = new Renderer({toolbox: createToolbox({PATH: ''})});
	const {remarks} = await renderer.render({...request, commit: `${tag}@${digest}`}, forever);
	expect(remarks).toEqual(expected);
});
