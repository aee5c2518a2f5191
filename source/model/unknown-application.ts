import {nearestOf} from './nearest.ts';
import {UsageError} from './operator-error.ts';

const mostMeant = 3;
const mostListed = 10;

/** Who has mistyped one of hundreds wants the few that were probably meant, and not all of them. */
export function unknownApplication(app: string, names: readonly string[]): UsageError {
	const within = names.filter(name => app !== '' && name.includes(app));
	const meant = [...new Set([...nearestOf(app, names), ...within])].slice(0, mostMeant);
	const asked = meant.length > 0 ? `; did you mean ${alternatives(meant)}?` : ';';
	return new UsageError(`no application ${app}${asked} ${thereAre(names, meant.length > 0)}`);
}

function thereAre(names: readonly string[], isNew: boolean): string {
	const there = isNew ? 'There' : 'there';
	return names.length > mostListed
		? `${there} are ${names.length}: \`trueup list\` shows them`
		: `${there} are: ${names.join(', ')}`;
}

function alternatives(names: readonly string[]): string {
	return names.length > 1 ? `${names.slice(0, -1).join(', ')} or ${names.at(-1)}` : names.join('');
}
