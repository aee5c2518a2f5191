import {createSources} from '../../../../source/adapters/sources/sources.ts';

/** `node fetch.ts URL CACHE`: asks a repository for its branch `main`, in a process that may be killed. */
const [repository = '', cacheFolder = ''] = process.argv.slice(2);
const sources = createSources({cacheFolder});
await sources.resolve({repository, chart: ''}, ['main'], new AbortController().signal);
await sources.close();
