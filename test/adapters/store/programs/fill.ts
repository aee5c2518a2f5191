// Writes until the file may not grow any more, then prints the error.
import {createStore} from '../../../../source/adapters/store/create-store.ts';
import {OperatorError} from '../../../../source/model/operator-error.ts';

const [file = ''] = process.argv.slice(2);
try {
	const {store} = createStore({file});
	for (let second = 0; second < 10_000; second++) {
		store.audit({time: String(second), by: 'ann@desk', what: 'x'.repeat(4096), digest: ''});
	}
} catch (error) {
	console.log(error instanceof OperatorError ? `${error.message}\n${error.advice}` : error);
}
