import { expect, it } from 'vitest';
import { describeExpectation, describeResults, describeTest } from './quality-words.ts';

it('says what a check makes sure of', () => {
  const unique = { name: 'unique_patients_id', kind: 'unique', column: 'id' };
  expect(describeTest(unique)).toBe('id is unique');
  expect(describeTest({ name: 'cost_is_positive', kind: null, column: null })).toBe('Cost is positive');
  expect(describeTest({ name: 'in_range_cost', kind: 'in_range', column: 'cost' })).toBe('In range cost');
});

it('counts results for those who do not see the strip', () => {
  const result = { run_id: 'a', failures: 0, at: '2026-01-01T00:00:00Z' };
  expect(describeResults([])).toBe('No results yet');
  const states = ['pass', 'fail', 'pass'] as const;
  expect(describeResults(states.map((state) => ({ ...result, state })))).toBe('Last 3: 2 passed, 1 failed');
});

it('says what is expected in the largest whole unit', () => {
  const source = {
    ...{ workspace: 'a', unique_id: 'b', relation: 'c', state: null, data_as_of: null, problem: null },
    measured_by: 'import' as const,
  };
  const days = { warn_after_seconds: 90_000, error_after_seconds: 172_800 };
  expect(describeExpectation({ ...source, ...days })).toBe('Warning after 25 hours, stale after 2 days');
  const hour = { warn_after_seconds: null, error_after_seconds: 3600 };
  expect(describeExpectation({ ...source, ...hour })).toBe('Stale after 1 hour');
});
