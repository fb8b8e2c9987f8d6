// A whole platform that says when it listens, while its plugins still start. Pages are not built here: they come after
// every plugin's routes and would only add noise.
import { createPlatform, createSilentLog, readSettings } from '@honeyframe/server';
import { noFrontend } from './no-frontend.ts';
import { serveForBenchmark } from './serve-for-benchmark.ts';

const settings = readSettings(process.env);
const platform = await createPlatform({ settings, log: createSilentLog(), frontend: noFrontend });
const { address } = await platform.listen();
serveForBenchmark({ url: address, cookie: '', close: () => platform.close() });
