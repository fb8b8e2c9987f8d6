import { expect, it } from 'vitest';
import { describeTiming, nameOtherZone, readPattern, type Timing, toCron } from './schedule-words.ts';

const nothing = { timezone: null, cron: null, every: null, on_success_of: null, on_import: null };
const describe = (timing: Partial<Timing> & Pick<Timing, 'kind'>) =>
  describeTiming({ ...nothing, ...timing }, (slug) => `the ${slug}`);

it('says in words when a schedule fires', () => {
  expect(describe({ kind: 'cron', cron: '0 6 * * *' })).toBe('Every day at 06:00');
  expect(describe({ kind: 'cron', cron: '30 17 * * 1-5' })).toBe('Monday to Friday at 17:30');
  expect(describe({ kind: 'cron', cron: '5 7 * * 0' })).toBe('Every Sunday at 07:05');
  expect(describe({ kind: 'cron', cron: '5 * * * *' })).toBe('Every hour at :05');
  expect(describe({ kind: 'cron', cron: '*/5 1-3 L * *' })).toBe('Cron */5 1-3 L * *');
  expect(describe({ kind: 'interval', every: '1d' })).toBe('Every day');
  expect(describe({ kind: 'interval', every: '30m' })).toBe('Every 30 minutes');
  expect(describe({ kind: 'on_success', on_success_of: 'platform' })).toBe('After “the platform” was built');
  expect(describe({ kind: 'on_import', on_import: 'raw' })).toBe('After an import into “raw”');
});

it('names the zone of a schedule that goes by another clock than the reader', () => {
  const daily = { ...nothing, kind: 'cron', cron: '0 6 * * *', timezone: 'Europe/Berlin' } as const;
  expect(nameOtherZone(daily, 'America/New_York')).toBe('Europe/Berlin');
  expect(nameOtherZone(daily, 'Europe/Berlin')).toBeUndefined();
  expect(nameOtherZone({ ...daily, timezone: 'UTC' }, 'Etc/UTC')).toBeUndefined();
  expect(nameOtherZone({ ...nothing, kind: 'interval', every: '6h' }, 'Europe/Berlin')).toBeUndefined();
});

it('writes the expression again that it read', () => {
  for (const cron of ['0 6 * * *', '30 17 * * 1-5', '5 7 * * 0', '5 * * * *']) {
    const pattern = readPattern(cron);
    expect(pattern && toCron(pattern)).toBe(cron);
  }
  for (const cron of ['0 6 1 * *', '0 6 * * 1-5,6', '* * * * *', '5 * * * 1'])
    expect(readPattern(cron)).toBeUndefined();
});
