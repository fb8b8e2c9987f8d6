import { Cron } from 'croner';
import { describe, expect, it } from 'vitest';
import { CronTimes } from './cron-times.ts';
import { createScheduleTimes, listDue, listNext } from './schedule-times.ts';
import { formatInZone } from './zoned-time.ts';

function list(cron: string, zone: string, after: string, count: number): string[] {
  return listNext(new CronTimes(cron, zone), new Date(after), count).map((at) => formatInZone(zone, at));
}

describe('when the clocks go forward', () => {
  it('fires a time in the gap once, at its end', () => {
    expect(list('30 2 * * *', 'Europe/Berlin', '2026-03-28T00:00:00Z', 3)).toEqual([
      '2026-03-28T02:30:00+01:00',
      '2026-03-29T03:00:00+02:00',
      '2026-03-30T02:30:00+02:00',
    ]);
  });

  it('fires several times in the gap once together, where croner alone would leave them out', () => {
    const alone = new Cron('0,30 2 * * *', { timezone: 'Europe/Berlin' });
    expect(alone.nextRun(new Date('2026-03-28T12:00:00Z'))).toEqual(new Date('2026-03-30T00:00:00Z'));
    expect(list('0,30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).toEqual([
      '2026-03-29T03:00:00+02:00',
      '2026-03-30T02:00:00+02:00',
    ]);
  });

  it('fires once where the end of the gap is a time of its own', () => {
    expect(list('0 2,3 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).toEqual([
      '2026-03-29T03:00:00+02:00',
      '2026-03-30T02:00:00+02:00',
    ]);
  });

  it('knows gaps of half an hour, at midnight, and of a whole day', () => {
    expect(list('15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T00:00:00Z', 1)).toEqual([
      '2026-10-04T02:30:00+11:00',
    ]);
    expect(list('0 0 * * *', 'America/Sao_Paulo', '2018-11-03T12:00:00Z', 1)).toEqual([
      '2018-11-04T01:00:00-02:00',
    ]);
    expect(list('0 12 * * *', 'Pacific/Apia', '2011-12-29T23:00:00Z', 2)).toEqual([
      '2011-12-31T00:00:00+14:00',
      '2011-12-31T12:00:00+14:00',
    ]);
  });

  it('goes on every real hour where the expression is for every hour', () => {
    expect(list('0 * * * *', 'Europe/Berlin', '2026-03-29T00:00:00Z', 2)).toEqual([
      '2026-03-29T03:00:00+02:00',
      '2026-03-29T04:00:00+02:00',
    ]);
  });
});

describe('when the clocks go back', () => {
  it('fires a time that occurs twice once, the first time', () => {
    expect(list('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T02:30:00+02:00',
      '2026-10-26T02:30:00+01:00',
    ]);
    expect(list('0,30 1 * * *', 'Europe/London', '2026-10-24T12:00:00Z', 3)).toEqual([
      '2026-10-25T01:00:00+01:00',
      '2026-10-25T01:30:00+01:00',
      '2026-10-26T01:00:00+00:00',
    ]);
  });

  it('does not fire again when it is asked within the repeated hour', () => {
    for (const within of ['2026-10-25T00:45:00Z', '2026-10-25T01:10:00Z', '2026-10-25T01:30:00Z'])
      expect(list('30 2 * * *', 'Europe/Berlin', within, 1)).toEqual(['2026-10-26T02:30:00+01:00']);
  });

  it('fires in both hours where the expression is for every hour', () => {
    expect(list('30 * * * *', 'Europe/Berlin', '2026-10-25T00:00:00Z', 3)).toEqual([
      '2026-10-25T02:30:00+02:00',
      '2026-10-25T02:30:00+01:00',
      '2026-10-25T03:30:00+01:00',
    ]);
  });
});

it('gives the same times from any instant between two of them', () => {
  for (const [cron, from] of [
    ['*/20 1-3 * * *', '2026-03-28T20:00:00Z'],
    ['*/20 1-3 * * *', '2026-10-24T20:00:00Z'],
    ['0 */2 * * *', '2026-10-24T20:00:00Z'],
  ] as const) {
    const times = new CronTimes(cron, 'Europe/Berlin');
    const known = listNext(times, new Date(from), 20);
    expect(new Set(known.map(Number)).size).toBe(20);
    for (let at = Date.parse(from); at < (known[19]?.getTime() ?? 0); at += 7 * 60_000) {
      expect(times.nextAfter(new Date(at))).toEqual(known.find((time) => time.getTime() > at));
    }
  }
});

it('refuses what is no expression of five or six fields', () => {
  for (const cron of ['61 * * * *', '@daily', '* * * *', '* * * * * * 2027', 'a b c d e', ''])
    expect(() => new CronTimes(cron, 'UTC'), cron).toThrow();
});

it('counts an interval from its anchor, so that it does not drift', () => {
  const anchor = new Date('2026-03-28T00:00:10Z');
  const times = createScheduleTimes({
    kind: 'interval',
    cron: null,
    timezone: null,
    every_seconds: 1800,
    anchor,
  });
  expect(times.nextAfter(anchor)).toEqual(new Date('2026-03-28T00:30:10Z'));
  expect(times.nextAfter(new Date('2026-03-29T05:17:44Z'))).toEqual(new Date('2026-03-29T05:30:10Z'));
});

it('keeps the newest of the times that were missed, and says how many it left out', () => {
  const first = new Date('2026-03-28T00:00:00Z');
  const { due, dropped, next } = listDue(
    new CronTimes('0 * * * *', 'UTC'),
    first,
    new Date('2026-03-28T09:30:00Z'),
    4,
  );
  expect(due.map((at) => at.getUTCHours())).toEqual([6, 7, 8, 9]);
  expect(dropped).toBe(6);
  expect(next).toEqual(new Date('2026-03-28T10:00:00Z'));
});
