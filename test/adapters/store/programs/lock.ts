// Takes the lock of application shop and keeps it until it is killed; or says who has it, and ends.
import {createStore} from '../../../../source/adapters/store/create-store.ts';

const [file = '', since = ''] = process.argv.slice(2);
const {store} = createStore({file});
const holder = store.lock('here', 'shop', since);
if (holder) {
	store.close();
	console.log(`held ${JSON.stringify(holder)}`);
} else {
	setInterval(() => undefined, 60_000);
	console.log('taken');
}
