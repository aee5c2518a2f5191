// Looks at the state of a disk that is full, then prints what it says and what is kept.
import {createStore} from '../../../../source/adapters/store/create-store.ts';

const [file = ''] = process.argv.slice(2);
const {store, notices} = createStore({file, mayForget: true});
console.log([...notices, store.identityOf('prod') ?? 'nothing is kept'].join('\n'));
store.close();
