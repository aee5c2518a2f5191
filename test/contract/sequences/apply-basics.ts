import {apply, configMap, get, inNamespace, type Sequence, tick} from '../sequence.ts';

const path = inNamespace('v1', 'configmaps', 'a');

export const applyBasics: readonly Sequence[] = [
	{
		title: 'an apply of what is not there creates it',
		steps: [apply('one', path, configMap('a', {a: '1', b: '2'})), get(path)],
	},
	{
		title: 'an apply that changes nothing moves neither version nor time',
		isTimed: true,
		steps: [
			tick(),
			apply('one', path, configMap('a', {a: '1'})),
			tick(),
			apply('one', path, configMap('a', {a: '1'})),
			get(path),
			tick(),
			apply('one', path, configMap('a', {a: '2'})),
		],
	},
	{
		title: 'an apply over the value of another manager is a conflict',
		steps: [
			apply('one', path, configMap('a', {a: '1', b: '2'})),
			apply('two', path, configMap('a', {a: '2', b: '3'})),
			get(path),
		],
	},
];
