import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createHealthWatch, failureRate, type HealthVerdict } from './health-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A version whose figures the test sets. */
function watch(oldRate: number) {
  const stats = { requests: 0, failed: 0 };
  const running = createHealthWatch().watch({ stats: () => ({ ...stats }) }, oldRate);
  const seen: (HealthVerdict | undefined)[] = [];
  void running.verdict.then((verdict) => seen.push(verdict));
  return { stats, seen, stop: () => running.stop() };
}

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000);

it('says that a version is bad as soon as enough answers have failed', async () => {
  const { stats, seen } = watch(0);
  Object.assign(stats, { requests: 49, failed: 49 });
  await seconds(10);
  expect(seen).toEqual([]);
  Object.assign(stats, { requests: 50, failed: 3 });
  await seconds(1);
  expect(seen).toEqual([{ healthy: false, requests: 50, failed: 3, rate: 0.06, oldRate: 0 }]);
});

it('finds it well after a minute with at most 5 % of failures', async () => {
  const { stats, seen } = watch(0);
  Object.assign(stats, { requests: 1000, failed: 50 });
  await seconds(59);
  expect(seen).toEqual([]);
  await seconds(1);
  expect(seen).toEqual([{ healthy: true, requests: 1000, failed: 50, rate: 0.05, oldRate: 0 }]);
});

it('does not blame it for what failed before as well', async () => {
  const { stats, seen } = watch(0.2);
  Object.assign(stats, { requests: 100, failed: 40 });
  await seconds(30);
  expect(seen).toEqual([]);
  stats.failed = 41;
  await seconds(1);
  expect(seen[0]).toMatchObject({ healthy: false, oldRate: 0.2 });
});

it('finds one well that hardly anybody asked', async () => {
  const { stats, seen } = watch(0);
  Object.assign(stats, { requests: 10, failed: 10 });
  await seconds(60);
  expect(seen[0]).toMatchObject({ healthy: true, rate: 1 });
});

it('ends without a verdict and without a timer when it is stopped', async () => {
  const { seen, stop } = watch(0);
  stop();
  await seconds(0);
  expect(seen).toEqual([undefined]);
  expect(vi.getTimerCount()).toBe(0);
});

it('knows no failures where nothing was asked', () => {
  expect(failureRate({ requests: 0, failed: 0 })).toBe(0);
});
