// The process that is killed: a platform of its own, which takes one step when it has started.

import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { createApiClient, lifeCycleApi, type StepRequest } from '@honeyframe/contract/api';
import type { Frontend } from '../../../frontend/index.ts';
import { createPlatform, createSilentLog } from '../../../platform/index.ts';
import { readSettings } from '../../../system/index.ts';

export interface CrashPlatformOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly cookie: string;
  /** Only starts where it is left out. */
  readonly request?: StepRequest;
}

/** No pages: they are built in another process, into a cache. */
export function createNoFrontend(): Frontend {
  return {
    ensureShell: async () => {},
    buildPlugins: async (sources) => sources.map(({ slug }) => ({ slug, diagnostics: [] })),
    bindRoutes: async () => {},
    close: async () => {},
  };
}

async function run({ env, cookie, request }: CrashPlatformOptions): Promise<void> {
  const counter = globalThis.crashCounter;
  if (!counter) throw new Error('crash-preload.fixture.ts is not loaded');
  const settings = readSettings(env);
  const platform = await createPlatform({ settings, log: createSilentLog(), frontend: createNoFrontend() });
  const { address } = await platform.listen();
  await platform.started;
  // Who is killed does not come to it; the next process starts in a third of the time.
  if (counter.isListing) flushCompileCache();
  if (request) {
    const client = createApiClient(lifeCycleApi, (place, init = {}) => {
      const headers = new Headers(init.headers);
      headers.set('cookie', cookie);
      return fetch(new URL(place, address), { ...init, headers });
    });
    const { id } = await client.plan({ body: request });
    counter.begin();
    await client.apply({ body: { ...request, plan_id: id } });
  }
  counter.end();
  writeSync(1, `${JSON.stringify({ answered: true, pid: process.pid, points: counter.points })}\n`);
  // Until it is killed: a platform that closes itself would tidy up.
  setInterval(() => {}, 60_000);
}

if (process.env.CRASH_PLATFORM) await run(JSON.parse(process.env.CRASH_PLATFORM) as CrashPlatformOptions);
