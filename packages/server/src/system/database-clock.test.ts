import { expect, it } from 'vitest';
import { createDatabaseClock } from './database-clock.ts';

function openClock() {
  const state = { elapsed: 0, database: Date.parse('2026-03-29T00:00:00Z'), asked: 0 };
  const clock = createDatabaseClock({
    ask: async () => {
      state.asked += 1;
      return new Date(state.database);
    },
    elapsed: () => state.elapsed,
  });
  return { state, clock };
}

it('counts on from what the database said, and asks again after ten seconds', async () => {
  const { state, clock } = openClock();
  expect(await clock.now()).toEqual(new Date('2026-03-29T00:00:00Z'));
  state.elapsed = 9_000;
  expect(await clock.now()).toEqual(new Date('2026-03-29T00:00:09Z'));
  expect(state.asked).toBe(1);
  state.elapsed = 10_001;
  state.database = Date.parse('2026-03-29T01:00:00Z');
  expect(await clock.now()).toEqual(new Date('2026-03-29T01:00:00Z'));
  expect(state.asked).toBe(2);
});

it('counts half of the time that the answer took', async () => {
  let elapsed = 0;
  const clock = createDatabaseClock({
    ask: async () => {
      elapsed += 400;
      return new Date('2026-03-29T00:00:00Z');
    },
    elapsed: () => elapsed,
  });
  expect(await clock.now()).toEqual(new Date('2026-03-29T00:00:00.200Z'));
});
