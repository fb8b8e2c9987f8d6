import { expect, it } from 'vitest';
import { diffSettings } from './diff-settings.ts';

const text = { type: 'string' };

it('names the settings that a version adds, removes and declares otherwise', () => {
  const from = { type: 'object', properties: { kept: text, gone: text, longer: text, needed: text } };
  const to = {
    type: 'object',
    required: ['needed'],
    properties: { kept: text, longer: { ...text, maxLength: 9 }, fresh: text, needed: text },
  };
  expect(diffSettings(from, to)).toEqual([
    { name: 'fresh', change: 'added' },
    { name: 'gone', change: 'removed' },
    { name: 'longer', change: 'changed' },
    { name: 'needed', change: 'changed' },
  ]);
});

it('names all of them when a plugin comes or goes', () => {
  const schema = { type: 'object', properties: { api_url: text } };
  expect(diffSettings(undefined, schema)).toEqual([{ name: 'api_url', change: 'added' }]);
  expect(diffSettings(schema, undefined)).toEqual([{ name: 'api_url', change: 'removed' }]);
  expect(diffSettings(undefined, undefined)).toEqual([]);
});
