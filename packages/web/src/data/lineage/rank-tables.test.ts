import { expect, it } from 'vitest';
import { rankTables } from './rank-tables.ts';

const options = ['stg_patients', 'Patients and care', 'patients', 'conditions'].map((label) => ({
  value: label,
  label,
}));
const find = (search: string, limit = 12) =>
  rankTables({ options, search, limit }).map((option) => (option as { label: string }).label);

it('puts the table of just that name before those that only contain it', () => {
  expect(find('patients')).toEqual(['patients', 'Patients and care', 'stg_patients']);
  expect(find(' PAT ')).toEqual(['Patients and care', 'patients', 'stg_patients']);
});

it('finds nothing of no such name, and no more than is shown', () => {
  expect(find('nothing')).toEqual([]);
  expect(find('', 2)).toHaveLength(2);
});
