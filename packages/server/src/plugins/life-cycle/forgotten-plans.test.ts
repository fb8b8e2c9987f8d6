import type { Orphan } from '@honeyframe/host';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createForgottenPlans, type ForgottenPlansOptions } from './forgotten-plans.ts';
import { createPluginLocks } from './plugin-locks.ts';

const HOUR_MS = 60 * 60_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function createPlans() {
  const events: string[] = [];
  const locks = createPluginLocks();
  const leave = (name: string) => ({
    name,
    isKept: false,
    describe: async () => [],
    purge: async () => async () => {},
    findOrphans: async (): Promise<Orphan[]> => [
      { kind: name, name, detail: '', isLeftOver: true, remove: async () => void events.push(name) },
    ],
  });
  const plans = createForgottenPlans({
    database: {} as ForgottenPlansOptions['database'],
    log: {} as ForgottenPlansOptions['log'],
    locks,
    uploads: { expire: (ms) => void events.push(`uploads of ${ms / HOUR_MS} h`) },
    traces: [leave('builds'), leave('data'), leave('modules')],
  });
  return { plans, locks, events };
}

it('removes what plans made ahead an hour after the last one, and nothing else', async () => {
  const { plans, events } = createPlans();
  plans.expect();
  await vi.advanceTimersByTimeAsync(HOUR_MS - 1);
  plans.expect();
  await vi.advanceTimersByTimeAsync(HOUR_MS - 1);
  expect(events).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(events).toEqual(['uploads of 1 h', 'builds', 'modules']);
});

it('leaves everything while a step is under way, and looks again later', async () => {
  const { plans, locks, events } = createPlans();
  const unlock = locks.take('clinic');
  plans.expect();
  await vi.advanceTimersByTimeAsync(HOUR_MS);
  expect(events).toEqual([]);
  unlock();
  await vi.advanceTimersByTimeAsync(HOUR_MS);
  expect(events).toHaveLength(3);
});

it('does nothing after the platform has stopped', async () => {
  const { plans, events } = createPlans();
  plans.expect();
  plans.close();
  await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
  expect(events).toEqual([]);
});
