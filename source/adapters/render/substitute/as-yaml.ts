import {Document, visit} from 'yaml';
import type {JsonObject} from '../../../model/json.ts';

/** What Kubernetes would take for a number, or for more than text. */
const misread = /^(?:[-+.\d]|=|<<$)/;

/**
 * An object as Flux writes it before it looks for variables: texts have quotes only where they need them, so that a
 * variable's value may become a number.
 */
export function asYaml(body: JsonObject): string {
	const document = new Document(body, {version: '1.1', intAsBigInt: true, aliasDuplicateObjects: false});
	visit(document, {
		Scalar(_key, scalar) {
			const {value} = scalar;
			if (typeof value === 'string' && misread.test(value) && !/[\n$]/.test(value)) {
				scalar.type = 'QUOTE_SINGLE';
			}
		},
	});
	return document.toString({lineWidth: 0, singleQuote: true, directives: false});
}
