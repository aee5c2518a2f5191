import {printable} from '../printable.ts';
import type {WorkspaceFile} from '../tools/workspace.ts';

const calls =
	/\b(?:lookup|now|uuidv4|shuffle|bcrypt|htpasswd|rand(?:AlphaNum|Alpha|Numeric|Ascii|Bytes|Int)|gen(?:PrivateKey|CA|CAWithKey|SelfSignedCert|SelfSignedCertWithKey|SignedCert|SignedCertWithKey))\b/;

/** Templates whose result is another one at each render, or depends on a cluster that they do not get to see. */
export function unrepeatableIn(files: readonly WorkspaceFile[]): readonly string[] {
	const templates = files.filter(({path}) => /(?:^|\/)templates\/.*\.(?:ya?ml|tpl|txt|json)$/.test(path));
	return templates.flatMap(({path, content}) => {
		const lines = content.toString().split('\n');
		const index = lines.findIndex(line => calls.test(actionsOf(line)));
		const call = calls.exec(actionsOf(lines[index] ?? ''))?.[0] ?? '';
		return index < 0 ? [] : [`${printable(path, 300)}:${index + 1} ${explain(call)}`];
	});
}

function actionsOf(line: string): string {
	return [...line.matchAll(/\{\{(?!-?\s*\/\*)(.*?)\}\}/g)].map(([, action]) => action).join(' ');
}

function explain(call: string): string {
	return call === 'lookup'
		? 'looks objects up in the cluster, and finds none here: what depends on them is rendered as on the first installation'
		: `uses ${call}, which makes something else of it at each render: the application may never be in sync`;
}
