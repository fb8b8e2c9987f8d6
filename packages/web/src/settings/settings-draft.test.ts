import { ApiError } from '@honeyframe/contract/api';
import { expect, it } from 'vitest';
import { createDraft, type Field, findChanges, readProblems } from './settings-draft.ts';

function field(name: string, kind: Field['kind'], more: Partial<Field> = {}): Field {
  return {
    ...{ name, kind, title: name, description: '', required: false, secret: false, format: null },
    ...{ choices: null, default: null, minimum: null, maximum: null, min_length: null, max_length: null },
    ...{ min_items: null, max_items: null, pattern: null },
    ...more,
  };
}

const fields = [
  field('address', 'text', { default: 'https://example.org' }),
  field('retries', 'integer', { default: 3 }),
  field('verbose', 'switch', { default: true }),
  field('colour', 'choice', { choices: ['red', 'green'], default: 'red' }),
  field('cities', 'list'),
  field('key', 'text', { secret: true }),
];

it('begins with what is stored, and with the state that defaults give', () => {
  expect(createDraft({ fields, values: { retries: 5 } })).toEqual({
    address: '',
    retries: 5,
    verbose: true,
    colour: 'red',
    cities: [],
  });
});

it('sends what was changed, null for what was emptied, and a secret only when it was entered', () => {
  const before = createDraft({ fields, values: { retries: 5, address: 'https://a.example' } });
  expect(findChanges(before, before)).toEqual({});
  expect(findChanges(before, { ...before, address: '', cities: ['Bern'], key: 'hunter2' })).toEqual({
    address: null,
    cities: ['Bern'],
    key: 'hunter2',
  });
});

it('finds the words of the server for each setting', () => {
  const problems = [{ name: 'retries', message: 'must be at most 9' }, 'nonsense'];
  expect(readProblems(new ApiError(400, { context: { problems } }))).toEqual({
    retries: 'must be at most 9',
  });
  expect(readProblems(new TypeError('offline'))).toEqual({});
});
