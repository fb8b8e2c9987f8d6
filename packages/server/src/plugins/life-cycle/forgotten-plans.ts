import type { PluginTraces } from '@honeyframe/host';
import type { FastifyBaseLogger } from 'fastify';
import type { Database, Queries } from '../../database/index.ts';
import type { PluginLocks } from './plugin-locks.ts';
import { sweepLeftOvers } from './uninstall/index.ts';
import type { Uploads } from './uploads.ts';

export interface ForgottenPlansOptions {
  readonly database: Database;
  readonly log: FastifyBaseLogger;
  readonly locks: PluginLocks;
  readonly uploads: Pick<Uploads, 'expire'>;
  readonly traces: readonly PluginTraces<Queries>[];
}

/** Removes what plans left that nobody confirmed: archives, built pages, translated code. */
export interface ForgottenPlans {
  /** Looks an hour after this, when nobody can still be reading the plan. */
  readonly expect: () => void;
  close(): void;
}

const PATIENCE_MS = 60 * 60_000;

/** What a plan makes ahead so that its step is quicker. */
const madeAhead: ReadonlySet<string> = new Set(['generations', 'builds', 'modules']);

export function createForgottenPlans(options: ForgottenPlansOptions): ForgottenPlans {
  const traces = options.traces.filter(({ name }) => madeAhead.has(name));
  let timer: NodeJS.Timeout | undefined;
  const expect = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void tidy(), PATIENCE_MS).unref();
  };
  const tidy = async (): Promise<void> => {
    const unlock = takeAll(options.locks);
    if (!unlock) return expect();
    try {
      options.uploads.expire(PATIENCE_MS);
      await sweepLeftOvers({ ...options, traces });
    } finally {
      unlock();
    }
  };
  return { expect, close: () => clearTimeout(timer) };
}

/** A step that is under way has things that nothing names yet. */
function takeAll(locks: PluginLocks): (() => void) | undefined {
  try {
    return locks.takeAll();
  } catch {
    return undefined;
  }
}
